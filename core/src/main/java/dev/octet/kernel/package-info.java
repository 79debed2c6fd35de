/**
 * SPI: the contracts that kernels fill, and what a provider of kernels looks like. Sizes and bounds
 * are checked by the callers; implementations trust their arguments and may {@code assert} them.
 *
 * <p>A contract is defined by its scalar reference in {@code dev.octet.kernel.reference}: integer
 * results are equal to it bit for bit, float results within the tolerance that the contract states.
 */
package dev.octet.kernel;
