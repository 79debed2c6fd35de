/** API: the passes that make integers of a float graph, and what steers them. */
package dev.octet.quantization;
