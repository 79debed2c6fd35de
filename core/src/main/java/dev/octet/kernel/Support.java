package dev.octet.kernel;

/** Whether a provider's kernels can run here. */
public sealed interface Support {
  /**
   * They can.
   *
   * @param detail for logs: {@code 512-bit vectors}
   */
  record Yes(String detail) implements Support {}

  /**
   * They cannot.
   *
   * @param reason what is missing, as a phrase: {@code module jdk.incubator.vector is absent}
   * @param remedy what the user can do, such as the exact flag; empty when nothing helps
   */
  record No(String reason, String remedy) implements Support {}
}
