/** Tensors, quantization arithmetic, and the kernel contracts with their scalar reference. */
module dev.octet.core {
  requires org.slf4j;
}
