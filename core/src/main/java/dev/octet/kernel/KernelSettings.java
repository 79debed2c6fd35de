package dev.octet.kernel;

import java.util.Optional;

/**
 * What a user may ask of kernels.
 *
 * @param isa the best instruction set to use, as in {@code -Doctet.isa=avx2}; can only lower.
 *     Empty: the machine's own
 */
public record KernelSettings(Optional<Isa> isa) {
  /** Nothing asked for: the best that the machine has. */
  public static final KernelSettings BEST = new KernelSettings(Optional.empty());

  /** Instruction sets that can be asked for, by the names of {@code -Doctet.isa}. */
  public enum Isa {
    /** x86 with 256-bit vectors. */
    AVX2,
    /** x86 with 256-bit vectors and the VEX dot product. */
    AVXVNNI,
    /** x86 with 512-bit vectors, with or without the dot product. */
    AVX512,
    /** ARM with 128-bit vectors. */
    NEON
  }
}
