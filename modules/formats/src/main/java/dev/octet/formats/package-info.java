/** API: readers of other people's model files. */
package dev.octet.formats;
