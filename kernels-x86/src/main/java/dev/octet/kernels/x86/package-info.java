/** Internal: FBGEMM-like kernels for x86-64. */
package dev.octet.kernels.x86;
