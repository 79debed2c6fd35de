/** Internal: the {@code java} tier, plain loops that C2 turns into vector code where it can. */
package dev.octet.kernel.plain;
