/** How long a process takes to its first result. */
package dev.octet.benchmarks.startup;
