/** Tensors, quantization arithmetic, and the kernel contracts with their scalar reference. */
@SuppressWarnings("module") // the modules that kernels are exported to are built after this one
module dev.octet.core {
  requires org.slf4j;

  exports dev.octet.tensor;
  exports dev.octet.numerics;
  exports dev.octet.engine;
  exports dev.octet.kernel;
  exports dev.octet.kernel.panel;
  exports dev.octet.kernel.plain to
      dev.octet.kernels.vector,
      dev.octet.kernels.x86,
      dev.octet.kernels.arm;
  exports dev.octet.kernel.reference to
      dev.octet.kernels.vector,
      dev.octet.kernels.x86,
      dev.octet.kernels.arm,
      dev.octet.benchmarks;

  uses dev.octet.kernel.KernelProvider;
}
