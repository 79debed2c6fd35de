/**
 * API: which layer of a quantized graph hurts (PyTorch: {@code torch.ao.ns._numeric_suite}).
 * Compares a float graph and the graph of integers made from it, node by node.
 */
package dev.octet.quantization.numeric;
