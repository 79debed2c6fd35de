package dev.octet.kernel.panel;

import dev.octet.kernel.FloatStage;
import java.util.Arrays;

/**
 * Lines of floats.
 *
 * @param staging what finishes sums
 * @param stage what is done with them
 */
record FloatLines(FloatStaging staging, FloatStage stage) implements ConvLines.Lines {
  @Override
  public int exactTaps() {
    return Integer.MAX_VALUE;
  }

  @Override
  public float[] start(int padded) {
    float[] bias = stage.bias();
    if (bias == null) {
      return new float[padded];
    }
    return bias.length >= padded ? bias : Arrays.copyOf(bias, padded);
  }

  @Override
  public ConvLines.Line open(int n) {
    return new ConvLines.Line() {
      private float[] line;

      @Override
      public void add(float[] sums, int count, boolean first) {
        assert first;
        line = sums;
      }

      @Override
      public void store(int row, int pixels, int column, int n, int lanes) {
        staging.finish(
            line,
            0,
            lanes,
            pixels,
            n,
            stage.addend(),
            stage.addendOffset() + row * stage.addendStride() + column,
            stage.addendStride(),
            stage.lo(),
            stage.hi(),
            stage.c(),
            stage.offset() + row * stage.rowStride() + column,
            stage.rowStride());
      }

      @Override
      public void close() {}
    };
  }
}
