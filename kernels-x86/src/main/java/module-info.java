/** Kernels for x86-64, found by {@link java.util.ServiceLoader} and never named. */
@SuppressWarnings("module") // "x86" ends in digits
module dev.octet.kernels.x86 {
  requires dev.octet.core;
  requires dev.octet.kernels.vector;
  requires jdk.incubator.vector;

  provides dev.octet.kernel.KernelProvider with
      dev.octet.kernels.x86.NativeX86Provider,
      dev.octet.kernels.x86.VectorX86Provider;
}
