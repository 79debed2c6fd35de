package dev.octet.kernels.vector;

import java.util.Locale;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of vectors in this process: 128 bits on ARM; on x86 what the machine prefers, 512 or
 * 256 bits. {@code -Doctet.isa} can lower it: {@code avx2} to 256, {@code neon} to 128.
 *
 * <p>C2 makes machine code of vectors only where their species is a constant, so the width is
 * settled once, when this class is initialized, and not for each engine.
 */
final class VectorWidth {
  static final VectorSpecies<Float> FLOATS =
      floats(System.getProperty("octet.isa", ""), System.getProperty("os.arch", ""));
  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  static final int LANES = FLOATS.length();

  /**
   * Whether there is a vector of as many bytes as {@link #FLOATS} has floats: not of four. Where
   * there is none, plain loops convert, which C2 vectorises.
   */
  static final boolean HAS_BYTES = LANES >= 8;

  /** As many bytes as {@link #FLOATS} has floats, if there is such a vector. */
  static final VectorSpecies<Byte> BYTES =
      HAS_BYTES
          ? VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 4))
          : ByteVector.SPECIES_64;

  private VectorWidth() {}

  private static VectorSpecies<Float> floats(String isa, String arch) {
    int most =
        switch (isa.toLowerCase(Locale.ROOT)) {
          case "neon" -> 128;
          case "avx2", "avxvnni" -> 256;
          default -> arch.equals("aarch64") ? 128 : 512;
        };
    int bits = Math.min(most, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    return switch (bits) {
      case 128 -> FloatVector.SPECIES_128;
      case 256 -> FloatVector.SPECIES_256;
      default -> FloatVector.SPECIES_512;
    };
  }

  static FloatVector all(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }

  static IntVector all(int x) {
    return IntVector.broadcast(INTS, x);
  }
}
