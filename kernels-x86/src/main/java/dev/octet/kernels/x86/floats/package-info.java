/**
 * Kernels of floats as generated code: products, normalizations, elementary functions. Results are
 * within the bounds that the contracts state, and the same for each number of threads.
 */
package dev.octet.kernels.x86.floats;
