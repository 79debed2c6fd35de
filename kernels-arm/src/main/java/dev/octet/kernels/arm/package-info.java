/** Internal: QNNPACK-like kernels for AArch64. */
package dev.octet.kernels.arm;
