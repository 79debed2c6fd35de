/** Kernels for x86-64, found by {@link java.util.ServiceLoader} and never named. */
module dev.octet.kernels.x86 {
  requires dev.octet.core;
  requires jdk.incubator.vector;
}
