package dev.octet.kernels.x86;

import jdk.incubator.vector.VectorShape;

/**
 * Which suites mean anything here: a species wider than the machine's vectors is emulated by
 * objects, ten thousand times slower.
 */
final class Hardware {
  private Hardware() {}

  static boolean hasModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  static boolean has256() {
    return hasModule() && Api.bits() >= 256;
  }

  static boolean has512() {
    return hasModule() && Api.bits() >= 512;
  }

  private static final class Api {
    static int bits() {
      return VectorShape.preferredShape().vectorBitSize();
    }
  }
}
