/**
 * Internal: graphs in files, and the safetensors container that they lie in. Seen by {@code
 * dev.octet.formats} alone; users save and load through {@link dev.octet.nn.Graph}.
 */
package dev.octet.nn.io;
