package dev.octet.kernel.panel;

/**
 * What a micro-kernel asks of rows of A.
 *
 * @param rows of a tile
 * @param depth the most elements of a row that it takes at a time
 */
record Tiling(int rows, int depth) {}
