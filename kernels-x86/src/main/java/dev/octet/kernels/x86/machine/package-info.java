/**
 * Internal: how generated code lives in this process and is called: memory, the processor's
 * features, the calling convention, dumps.
 */
package dev.octet.kernels.x86.machine;
