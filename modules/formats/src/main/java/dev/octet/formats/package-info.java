/** API: readers and writers of model files. */
package dev.octet.formats;
