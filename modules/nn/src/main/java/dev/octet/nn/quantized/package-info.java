/**
 * API: layers that work on 8-bit integers, with the parameters of what goes in and what comes out
 * (PyTorch: {@code torch.ao.nn.quantized}). Modules of {@link dev.octet.nn.modules} that only move,
 * compare or average elements take integers themselves and are not here.
 */
package dev.octet.nn.quantized;
