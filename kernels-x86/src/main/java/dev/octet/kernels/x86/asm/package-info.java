/**
 * Internal: an assembler for x86-64, of the instructions that Octet's generated kernels use. Source
 * of the encodings: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 */
package dev.octet.kernels.x86.asm;
