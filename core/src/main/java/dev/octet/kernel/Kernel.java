package dev.octet.kernel;

/** A contract: one operation, or a few that share their packed data, that providers implement. */
public interface Kernel {}
