/** API: the layers, float and quantized, one file each. */
package dev.octet.nn.modules;
