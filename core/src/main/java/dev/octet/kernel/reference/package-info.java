/**
 * Internal: what each contract means, as a few naive lines. The oracle of tests and of an engine's
 * self-test; never tuned, never chosen by an engine.
 */
package dev.octet.kernel.reference;
