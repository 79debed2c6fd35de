package dev.octet.kernel.panel;

import dev.octet.kernel.FloatStage;
import java.util.Arrays;

/**
 * Lines of floats.
 *
 * @param staging what finishes sums
 * @param stage what is done with them
 */
record FloatLines(FloatStaging staging, FloatStage stage)
    implements ConvLines.Lines, ConvLines.Line {
  @Override
  public int exactTaps() {
    return Integer.MAX_VALUE;
  }

  @Override
  public void start(float[] to, int padded) {
    float[] bias = stage.bias();
    int n = bias == null ? 0 : Math.min(bias.length, padded);
    if (n > 0) {
      System.arraycopy(bias, 0, to, 0, n);
    }
    Arrays.fill(to, n, padded, 0f);
  }

  @Override
  public ConvLines.Line open(int n) {
    return this;
  }

  @Override
  public void add(float[] sums, int n, boolean first) {
    assert first;
  }

  @Override
  public void store(float[] sums, int row, int pixels, int column, int n, int lanes) {
    staging.finish(
        sums,
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
}
