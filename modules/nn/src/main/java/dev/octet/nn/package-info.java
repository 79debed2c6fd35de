/** API: modules, the graphs they make, and the sessions that run graphs. */
package dev.octet.nn;
