package dev.octet.kernels.x86;

import java.util.Locale;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The width of vectors in this process: what the machine prefers, 512 or 256 bits, or 256 where
 * {@code -Doctet.isa} names an instruction set without wider ones.
 *
 * <p>C2 makes machine code of vectors only where their species is a constant, so the width is
 * settled once, when this class is initialized, and not for each engine.
 */
final class VectorWidth {
  static final VectorSpecies<Float> FLOATS = floats(System.getProperty("octet.isa", ""));
  static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

  /** As many bytes as {@link #FLOATS} has floats. */
  static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 4));

  static final int LANES = FLOATS.length();

  private VectorWidth() {}

  private static VectorSpecies<Float> floats(String isa) {
    boolean narrow =
        switch (isa.toLowerCase(Locale.ROOT)) {
          case "avx2", "avxvnni" -> true;
          default -> FloatVector.SPECIES_PREFERRED.vectorBitSize() < 512;
        };
    return narrow ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;
  }

  static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(FLOATS, x, at);
  }

  static FloatVector all(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }

  static IntVector all(int x) {
    return IntVector.broadcast(INTS, x);
  }

  static ByteVector load(byte[] x, int at) {
    return ByteVector.fromArray(BYTES, x, at);
  }
}
