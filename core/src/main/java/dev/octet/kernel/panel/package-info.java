/**
 * SPI: matrix products in the order that BLIS and ruy established: pack, macro loop, micro-kernel.
 * A provider writes micro-kernels, which multiply one small tile; the loops around them, the tasks
 * and the zero points are here, once for all.
 *
 * <p>The integer product uses the float units. A sum of at most 512 products of an activation minus
 * its zero point (at most 255 in magnitude) with a weight (at most 128) stays below 2^24, so float
 * arithmetic gives it exactly, in any order, fused or not; where K is greater, such sums are added
 * up in int32.
 */
package dev.octet.kernel.panel;
