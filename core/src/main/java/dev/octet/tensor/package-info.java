/**
 * API: tensors, float and quantized, and what describes them. Values only: nothing here computes
 * more than a conversion from one to the other.
 */
package dev.octet.tensor;
