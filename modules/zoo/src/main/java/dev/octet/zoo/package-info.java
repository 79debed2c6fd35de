/** API: networks built by hand, from weights by the names that PyTorch gives them. */
package dev.octet.zoo;
