package dev.octet.kernel.panel;

import dev.octet.kernel.FloatStage;
import java.util.Arrays;

/**
 * Lines of a depthwise convolution of floats.
 *
 * @param staging what finishes sums
 * @param stage what is done with them
 * @param channels outputs of a pixel
 */
record FloatLines(FloatStaging staging, FloatStage stage, int channels) implements Depthwise.Lines {
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
  public Depthwise.Line open(int n) {
    return new Depthwise.Line() {
      private float[] line;

      @Override
      public void add(float[] sums, int count, boolean first) {
        assert first;
        line = sums;
      }

      @Override
      public void store(int row, int pixels, int stride) {
        for (int i = 0; i < pixels; i++) {
          int at = i * stride;
          int to = stage.offset() + (row + i) * stage.rowStride();
          if (stage.changes()) {
            float[] addend = stage.addend();
            int from = stage.addendOffset() + (row + i) * stage.addendStride();
            staging.finish(line, at, channels, addend, from, stage.lo(), stage.hi(), stage.c(), to);
          } else {
            System.arraycopy(line, at, stage.c(), to, channels);
          }
        }
      }

      @Override
      public void close() {}
    };
  }
}
