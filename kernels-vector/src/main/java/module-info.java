/** Kernels in the Vector API, which the providers for each family of CPUs offer. */
@SuppressWarnings("module") // "x86" ends in digits, and both are built after this one
module dev.octet.kernels.vector {
  requires transitive dev.octet.core;
  requires jdk.incubator.vector;

  exports dev.octet.kernels.vector to
      dev.octet.kernels.x86,
      dev.octet.kernels.arm;
}
