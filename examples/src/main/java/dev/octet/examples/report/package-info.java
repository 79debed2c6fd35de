/** What the programs that measure have in common: progress, times, tables. */
package dev.octet.examples.report;
