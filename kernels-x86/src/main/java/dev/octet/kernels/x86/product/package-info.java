/**
 * Internal: integer matrix products and convolutions by generated code. One family of micro-kernels
 * ({@link dev.octet.kernels.x86.product.TileEmitter}) serves both.
 */
package dev.octet.kernels.x86.product;
