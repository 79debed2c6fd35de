package dev.octet.kernel.panel;

import dev.octet.kernel.FloatStage;
import java.util.Arrays;

/**
 * Lines of floats.
 *
 * @param staging what finishes sums
 * @param stage what is done with them
 * @param channels outputs of a pixel
 */
record FloatLines(FloatStaging staging, FloatStage stage, int channels) implements ConvLines.Lines {
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

      /** Pixels without gaps on both sides are one row. */
      @Override
      public void store(int row, int pixels, int stride) {
        boolean whole = stride == channels && stage.rowStride() == channels;
        int rows = whole && stage.addend() == null ? 1 : pixels;
        int n = channels * (pixels / rows);
        staging.finish(
            line,
            0,
            stride,
            rows,
            n,
            stage.addend(),
            stage.addendOffset() + row * stage.addendStride(),
            stage.addendStride(),
            stage.lo(),
            stage.hi(),
            stage.c(),
            stage.offset() + row * stage.rowStride(),
            stage.rowStride());
      }

      @Override
      public void close() {}
    };
  }
}
