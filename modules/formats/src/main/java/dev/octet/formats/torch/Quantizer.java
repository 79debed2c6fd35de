package dev.octet.formats.torch;

import dev.octet.tensor.QParams;

/** The scales and zero points of a quantized tensor, as far as the pickle itself has them. */
sealed interface Quantizer {
  /** Numbers in the pickle. */
  record Known(QParams qparams) implements Quantizer {}

  /** A tensor of scales and one of zero points, with an element for each index along an axis. */
  record PerChannel(TensorRef scales, TensorRef zeroPoints, int axis) implements Quantizer {}
}
