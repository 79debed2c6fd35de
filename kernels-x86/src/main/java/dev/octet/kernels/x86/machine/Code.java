package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;

/**
 * One generated function, executable.
 *
 * @param name for dumps and error messages
 * @param address where it begins
 */
public record Code(String name, MemorySegment address) {}
