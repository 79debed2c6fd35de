/** Internal: kernels in the Vector API, of one width for each process: 128, 256 or 512 bits. */
package dev.octet.kernels.vector;
