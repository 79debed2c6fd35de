package dev.octet.quantization;

import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.tensor.FloatTensor;

/**
 * Batch normalization in the weights of the layer before it (PyTorch: {@code
 * torch.nn.utils.fusion}, in float32 and in its order): {@code w' = w * (gamma * r)}, {@code b' =
 * (b - mean) * r * gamma + beta}, {@code r = 1 / sqrt(var + eps)}.
 */
final class FoldNorm {
  private FoldNorm() {}

  static Conv into(Conv conv, BatchNorm bn) {
    boolean transposed = conv.filter().transposed();
    int outer = transposed ? conv.filter().inChannels() : 1;
    float[] w = conv.weight().toArray();
    float[] factor = factors(bn);
    int each = w.length / (outer * (transposed ? conv.filter().groupOutputs() : factor.length));
    for (int i = 0; i < w.length; i++) {
      w[i] *= factor[transposed ? output(conv, i, each) : i / each];
    }
    return new Conv(
        conv.spatial(),
        conv.filter(),
        FloatTensor.wrap(w, 0, conv.weight().shape()),
        bias(conv.bias(), bn),
        false,
        Limits.NONE);
  }

  /** The output channel of weight number i of a transposed convolution, [in, out / groups, …]. */
  private static int output(Conv conv, int i, int each) {
    int outputs = conv.filter().groupOutputs();
    int in = i / each / outputs;
    int group = in / conv.filter().groupInputs();
    return group * outputs + i / each % outputs;
  }

  static Linear into(Linear linear, BatchNorm bn) {
    float[] w = linear.weight().toArray();
    float[] factor = factors(bn);
    int in = linear.weight().shape().dim(1);
    for (int i = 0; i < w.length; i++) {
      w[i] *= factor[i / in];
    }
    return new Linear(FloatTensor.wrap(w, 0, linear.weight().shape()), bias(linear.bias(), bn));
  }

  private static float[] factors(BatchNorm bn) {
    float[] factor = bn.gamma().toArray();
    for (int c = 0; c < factor.length; c++) {
      factor[c] *= reciprocalDeviation(bn, c);
    }
    return factor;
  }

  private static float reciprocalDeviation(BatchNorm bn, int c) {
    return 1f / (float) Math.sqrt(bn.variance().get(c) + bn.eps());
  }

  private static FloatTensor bias(FloatTensor bias, BatchNorm bn) {
    float[] b = new float[bn.channels()];
    for (int c = 0; c < b.length; c++) {
      float before = bias == null ? 0 : bias.get(c);
      b[c] =
          (before - bn.mean().get(c)) * reciprocalDeviation(bn, c) * bn.gamma().get(c)
              + bn.beta().get(c);
    }
    return FloatTensor.wrap(b, b.length);
  }
}
