/** Kernels for AArch64, found by {@link java.util.ServiceLoader} and never named. */
module dev.octet.kernels.arm {
  requires dev.octet.core;
  requires dev.octet.kernels.vector;
  requires jdk.incubator.vector;

  provides dev.octet.kernel.KernelProvider with
      dev.octet.kernels.arm.VectorArmProvider;
}
