/**
 * Internal: kernels in the Vector API, of one width for each process: 128, 256 or 512 bits.
 *
 * <p>One rule keeps vectors in registers: <b>every loop over vectors is a private static method of
 * its own</b>, entered only where it has something to do, and holds its vectors from their first
 * load to their last store. The method of the contract only chooses a loop, and leaves the end of a
 * row to the plain kernel or a plain loop.
 *
 * <p>What it guards against: C2 inlines a kernel into the loop that calls it, and there decides on
 * each further call by the kernel's own profile. A kernel, or a branch of it, that has hardly run
 * by then has none: C2 refuses what it calls ("low call site frequency": less than 0.0085 for each
 * call of the method around it, {@code MinInlineFrequencyRatio}; "too big": less than 0.25 and more
 * than 35 bytecodes). Every vector that goes to or comes from such a call is an object on the heap,
 * the loop takes many times as long (a 1 x 1 convolution with ReLU as a whole six times), and
 * nothing makes C2 think again for as long as the process lives. Only the Vector API's own methods
 * are inlined regardless of profiles.
 *
 * <p>A loop of its own is what C2 refuses then, as a whole: a call of some nanoseconds. When it is
 * compiled by itself, or inlined because it is frequent, all that stands in it runs at least once a
 * call, so helpers such as those of {@link dev.octet.kernels.vector.Elementary} and {@link
 * dev.octet.kernels.vector.Steps} are inlined. Where the Vector API reads as well as a helper,
 * loops call it directly.
 *
 * <p>{@code InliningProfileTest} compiles callers with every kernel and way of it as the rare one;
 * new kernels are added to its table, {@code RowKernels}.
 */
package dev.octet.kernels.vector;
