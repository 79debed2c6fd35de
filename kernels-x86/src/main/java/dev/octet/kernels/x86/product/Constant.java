package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.product.TileKey.Stage;

/** Parameters that are repeated in all lanes, in the frame. */
enum Constant {
  OUT_ZERO_POINT(TileParams.OUT_ZERO_POINT),
  OUT_MOST(TileParams.OUT_MOST),
  OUT_LEAST(TileParams.OUT_LEAST),
  OUT_FLIP(TileParams.OUT_FLIP),
  X_FLIP(TileParams.X_FLIP),
  X_ZERO_POINT(TileParams.X_ZERO_POINT),
  X_SCALE(TileParams.X_SCALE),
  OUT_INVERSE(TileParams.OUT_INVERSE),
  RELU(TileParams.RELU),
  RELU_ZERO(TileParams.RELU_ZERO);

  final int parameter;

  Constant(int parameter) {
    this.parameter = parameter;
  }

  boolean isFor(Stage stage) {
    return switch (this) {
      case OUT_ZERO_POINT, OUT_MOST, OUT_LEAST, OUT_FLIP ->
          stage == Stage.REQUANTIZE || stage == Stage.REQUANTIZE_ADD;
      case X_FLIP, X_ZERO_POINT, X_SCALE, OUT_INVERSE -> stage == Stage.REQUANTIZE_ADD;
      case RELU, RELU_ZERO -> stage == Stage.DEQUANTIZE;
    };
  }
}
