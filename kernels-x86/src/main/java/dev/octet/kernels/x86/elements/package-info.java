/**
 * Internal: generated kernels of operations that take elements one by one, pool, or move them. Each
 * call does as much as it may, since the code around it may be interpreted.
 */
package dev.octet.kernels.x86.elements;
