package dev.octet.kernel.panel;

import dev.octet.kernel.FloatStage;

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
          addBias(at);
          if (stage.changes()) {
            int from = stage.addendOffset() + (row + i) * stage.addendStride();
            staging.finish(line, at, channels, stage.addend(), from, stage.lo(), stage.hi());
          }
          int to = stage.offset() + (row + i) * stage.rowStride();
          System.arraycopy(line, at, stage.c(), to, channels);
        }
      }

      private void addBias(int at) {
        float[] bias = stage.bias();
        for (int j = 0; bias != null && j < channels; j++) {
          line[at + j] += bias[j];
        }
      }

      @Override
      public void close() {}
    };
  }
}
