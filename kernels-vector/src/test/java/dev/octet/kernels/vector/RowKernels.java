package dev.octet.kernels.vector;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Pool;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.panel.FloatStaging;
import dev.octet.kernel.plain.PlainPoolTaps;
import dev.octet.kernel.plain.PlainProvider;
import dev.octet.kernel.plain.PlainResampleRows;
import dev.octet.kernel.plain.PlainStaging;
import dev.octet.kernel.plain.PoolTaps;
import dev.octet.kernel.plain.ResampleRows;
import dev.octet.numerics.ByteParams;
import java.util.ArrayList;
import java.util.List;

/** Every kernel of a row, a pixel or each element: all but the tiles of matrix products. */
final class RowKernels {
  private static final int SIZE = 1024;

  private final List<KernelCase<?>> cases = new ArrayList<>();
  private final KernelSet plain = new PlainProvider().kernels(KernelSettings.BEST);
  private final float[] x = new float[SIZE];
  private final float[] z = new float[SIZE];
  private final float[] y = new float[SIZE];
  private final byte[] q = new byte[SIZE];
  private final byte[] r = new byte[SIZE];
  private final int[] sums = new int[SIZE];
  private final int[] squares = new int[SIZE];
  private final ByteParams from = new ByteParams(0.1f, 3, false);
  private final ByteParams to = new ByteParams(0.07f, 130, true);

  private RowKernels() {
    for (int i = 0; i < SIZE; i++) {
      x[i] = (i % 37 - 18) / 4f;
      z[i] = (i % 23 + 1) / 16f;
      q[i] = (byte) (i * 7);
    }
  }

  static List<KernelCase<?>> all() {
    RowKernels kernels = new RowKernels();
    kernels.addFloats();
    kernels.addRows();
    kernels.addQuantizer();
    kernels.addIntegers();
    kernels.addPixels();
    return kernels.cases;
  }

  /** A call that has only one way. */
  private interface OneWay<K> {
    void on(K kernel, int n);
  }

  private <K> void add(String name, K plain, K vector, OneWay<K> call) {
    cases.add(new KernelCase<>(name, plain, vector, (k, n, other) -> call.on(k, n), false));
  }

  private <K> void addBoth(String name, K plain, K vector, KernelCase.Call<K> call) {
    cases.add(new KernelCase<>(name, plain, vector, call, true));
  }

  private <K extends Kernel> K plain(Class<K> contract) {
    return plain.find(contract).orElseThrow();
  }

  private void addFloats() {
    FloatUnary unary = plain(FloatUnary.class);
    for (FloatUnary.Op op : FloatUnary.Op.values()) {
      add("" + op, unary, new VectorFloatUnary(), (k, n) -> k.apply(op, x, 1, n, y, 2));
    }
    FloatBinary binary = plain(FloatBinary.class);
    for (FloatBinary.Op op : FloatBinary.Op.values()) {
      addBoth(
          op + " (scalar)",
          binary,
          new VectorFloatBinary(),
          (k, n, scalar) -> k.apply(op, x, 1, 1, z, 2, scalar ? 0 : 1, n, y, 3));
    }
    FloatActivation plain = plain(FloatActivation.class);
    FloatActivation vector = new VectorFloatActivation();
    add("clamp", plain, vector, (k, n) -> k.clamp(x, 1, n, -1f, 2f, y, 2));
    addBoth(
        "prelu (channels)",
        plain,
        vector,
        (k, n, channels) -> k.prelu(x, 1, n, z, 2, channels ? 1 : 0, y, 2));
    add("hardSigmoid", plain, vector, (k, n) -> k.hardSigmoid(x, 1, n, y, 2));
    add("hardSwish", plain, vector, (k, n) -> k.hardSwish(x, 1, n, y, 2));
    add("elu", plain, vector, (k, n) -> k.elu(x, 1, n, 0.5f, 1f, y, 2));
  }

  private void addRows() {
    addBoth(
        "softmax (addend)",
        plain(Softmax.class),
        new VectorSoftmax(),
        (k, n, addend) -> k.row(x, 1, n, 0.5f, addend ? z : null, 3, y, 2));
    LayerNorm plain = plain(LayerNorm.class);
    LayerNorm vector = new VectorLayerNorm();
    addBoth(
        "layerNorm (residual)",
        plain,
        vector,
        (k, n, residual) -> k.row(x, 1, n, residual ? z : null, 3, z, z, 1e-5f, y, 2));
    addBoth(
        "layerNorm alone (factors)",
        plain,
        vector,
        (k, n, factors) -> k.row(x, 1, n, null, 0, factors ? z : null, null, 1e-5f, y, 2));
    addBoth(
        "FloatNorm (channels)",
        plain(FloatNorm.class),
        new VectorFloatNorm(),
        (k, n, channels) -> k.apply(x, 1, n, 0.5f, z, z, 2, channels ? 1 : 0, y, 2));
    FloatStaging staging = new PlainStaging();
    add("copy", staging, new VectorStaging(), (k, n) -> k.copy(x, 1, n, y, 2));
    addBoth(
        "finish (addend)",
        staging,
        new VectorStaging(),
        (k, n, addend) -> k.finish(x, 1, n, 2, n, addend ? z : null, 2, n, 0f, 6f, y, 3, n));
  }

  private void addQuantizer() {
    Quantizer plain = plain(Quantizer.class);
    Quantizer vector = new VectorQuantizer();
    float[] minMax = new float[2];
    add("minMax", plain, vector, (k, n) -> k.minMax(x, 1, n, minMax, 0));
    add("quantize", plain, vector, (k, n) -> k.quantize(x, 1, n, 0.1f, 3, 0, 255, r, 2));
    add("quantizeFused", plain, vector, (k, n) -> k.quantizeFused(x, 1, n, 0.1f, 3, 0, 255, r, 2));
    addBoth(
        "dequantize (unsigned)",
        plain,
        vector,
        (k, n, unsigned) -> k.dequantize(q, 1, n, unsigned, 0.1f, 3, y, 2));
    add("expandRow", plain, vector, (k, n) -> k.expandRow(q, 1, n, 0.1f, 0.5f, y, 2));
  }

  private void addIntegers() {
    for (QBinary.Op op : QBinary.Op.values()) {
      QBinary.Params params = QBinary.Params.of(op, from, to, to);
      addBoth(
          "QBinary " + op + " (scalar)",
          plain(QBinary.class),
          new VectorQBinary(),
          (k, n, scalar) -> k.apply(params, q, 1, 1, q, 2, scalar ? 0 : 1, n, r, 3));
    }
    QUnary plain = plain(QUnary.class);
    QUnary vector = new VectorQUnary();
    addBoth(
        "QUnary clamp (unsigned)",
        plain,
        vector,
        (k, n, unsigned) -> k.clamp(q, 1, n, unsigned, 5, 100, r, 2));
    add("lookup", plain, vector, (k, n) -> k.lookup(q, 1, n, q, r, 2));
    add("rescale", plain, vector, (k, n) -> k.rescale(q, 1, n, from, to, r, 2));
    addBoth(
        "QUnary prelu (channels)",
        plain,
        vector,
        (k, n, channels) -> k.prelu(q, 1, n, from, 1f, z, 2, channels ? 1 : 0, r, 2, to));
    QNorm norm = plain(QNorm.class);
    QNorm vectorNorm = new VectorQNorm();
    long[] two = new long[2];
    addBoth(
        "sums (unsigned)", norm, vectorNorm, (k, n, unsigned) -> k.sums(q, 1, n, unsigned, two, 0));
    addBoth(
        "addSums (unsigned)",
        norm,
        vectorNorm,
        (k, n, unsigned) -> k.addSums(q, 1, n, unsigned, sums, squares));
    addBoth(
        "QNorm (channels)",
        norm,
        vectorNorm,
        (k, n, channels) ->
            k.apply(q, 1, n, true, 9f, 0.1f, z, x, 2, channels ? 1 : 0, r, 2, 7, 0, 255));
  }

  private void addPixels() {
    PoolTaps plain = new PlainPoolTaps();
    PoolTaps vector = new VectorPoolTaps();
    int[] at = {1, 8, 30};
    addBoth(
        "max of bytes (unsigned)",
        plain,
        vector,
        (k, n, unsigned) -> k.max(q, at, 3, n, unsigned, r, 2));
    add("max of floats", plain, vector, (k, n) -> k.max(x, at, 3, n, y, 2));
    Pool.Integers signed = new Pool.Integers(false, 3, 1f, 5, -128, 127);
    Pool.Integers unsigned = new Pool.Integers(true, 3, 1f, 5, 0, 255);
    addBoth(
        "average of bytes (unsigned)",
        plain,
        vector,
        (k, n, other) -> k.average(q, at, 3, n, other ? unsigned : signed, 0.3f, sums, r, 2));
    add("average of floats", plain, vector, (k, n) -> k.average(x, at, 3, n, 3f, y, 2));
    ResampleRows plainRows = new PlainResampleRows();
    ResampleRows vectorRows = new VectorResampleRows();
    LinearTaps taps = LinearTaps.of(3, 3, false, 1.5);
    addBoth(
        "across bytes (unsigned)",
        plainRows,
        vectorRows,
        (k, n, other) -> k.across(q, 1, other, taps, n, y));
    add("across floats", plainRows, vectorRows, (k, n) -> k.across(x, 1, taps, n, y));
    addBoth(
        "widen a row (unsigned)",
        plainRows,
        vectorRows,
        (k, n, other) -> k.widen(q, 1, other, n, y));
    add("between", plainRows, vectorRows, (k, n) -> k.between(x, z, 0.25f, n, y, 2));
    add("round", plainRows, vectorRows, (k, n) -> k.round(x, n, 7, r, 2));
  }
}
