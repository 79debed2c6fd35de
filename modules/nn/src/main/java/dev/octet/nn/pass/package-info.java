/**
 * API: passes, functions from a graph to one that computes the same with fewer, greater modules.
 */
package dev.octet.nn.pass;
