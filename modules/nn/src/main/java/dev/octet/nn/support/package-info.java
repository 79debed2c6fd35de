/** Internal: what modules have in common. */
package dev.octet.nn.support;
