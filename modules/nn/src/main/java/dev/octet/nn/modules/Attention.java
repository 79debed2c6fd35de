package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Multi-head scaled dot-product attention (Vaswani et al., 2017): {@code softmax(Q Kᵀ * scale +
 * mask) V} for each head. Q is [batch, t, heads * d], K and V are [batch, s, heads * d], the result
 * [batch, t, heads * d]; heads lie side by side in the last dimension and are read where they lie,
 * by strides, so nothing is transposed. The optional mask is float and broadcasts to [batch, heads,
 * t, s].
 *
 * @param heads how many heads
 * @param scale factor of the scores
 */
public record Attention(int heads, float scale) implements Module {
  /** The type's name. */
  public static final String TYPE = "attention";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if {@code heads} is below 1
   */
  public Attention {
    if (heads < 1) {
      throw new IllegalArgumentException("heads " + heads + " is below 1");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 3, 4);
    FloatTensor q = Args.floats(inputs, 0, execution);
    FloatTensor k = Args.floats(inputs, 1, execution);
    FloatTensor v = Args.floats(inputs, 2, execution);
    check(q.shape(), k.shape(), v.shape());
    int batch = q.shape().dim(0);
    Shape scores = Shape.of(batch, heads, q.shape().dim(1), k.shape().dim(1));
    Mask mask = inputs.size() == 4 ? Mask.of(Args.floats(inputs, 3, execution), scores) : Mask.NONE;
    FloatTensor y = execution.newFloats(q.shape());
    execution.parallel(batch * heads, t -> head(t / heads, t % heads, q, k, v, mask, y, execution));
    return List.of(y);
  }

  private void check(Shape q, Shape k, Shape v) {
    boolean fits =
        q.rank() == 3
            && k.rank() == 3
            && k.equals(v)
            && q.dim(0) == k.dim(0)
            && q.dim(2) == k.dim(2)
            && q.dim(2) % heads == 0;
    if (!fits) {
      throw new IllegalArgumentException(
          "expected Q [batch, t, heads * d], K and V [batch, s, heads * d] with "
              + heads
              + " heads, got "
              + q
              + ", "
              + k
              + ", "
              + v);
    }
  }

  private void head(
      int b,
      int h,
      FloatTensor q,
      FloatTensor k,
      FloatTensor v,
      Mask mask,
      FloatTensor y,
      Execution execution) {
    FloatGemm gemm = execution.kernel(FloatGemm.class);
    dev.octet.kernel.Softmax softmax = execution.kernel(dev.octet.kernel.Softmax.class);
    int t = q.shape().dim(1);
    int s = k.shape().dim(1);
    int d = q.shape().dim(2) / heads;
    float[] scores = execution.floats(t * s);
    FloatMatrix p = FloatMatrix.of(scores, 0, t, s);
    float[] packed = execution.floats(Math.max(gemm.packedSize(s, d), gemm.packedSize(d, s)));
    gemm.multiply(slice(q, b, h), gemm.pack(slice(k, b, h), packed), null, p, execution);
    for (int i = 0; i < t; i++) {
      softmax.row(scores, i * s, s, scale, mask.array(), mask.offset(b, h, i), scores, i * s);
    }
    gemm.multiply(
        p, gemm.pack(slice(v, b, h).transposed(), packed), null, slice(y, b, h), execution);
    execution.release(packed);
    execution.release(scores);
  }

  /** One head of one sequence: [t, d] with rows as far apart as all heads are wide. */
  private FloatMatrix slice(FloatTensor x, int b, int h) {
    int t = x.shape().dim(1);
    int width = x.shape().dim(2);
    int d = width / heads;
    return new FloatMatrix(x.array(), x.offset() + b * t * width + h * d, t, d, width, 1);
  }

  /**
   * A mask with rows of s, and how far apart batches, heads and rows are; 0 where it broadcasts.
   */
  private record Mask(float[] array, int start, int batchStep, int headStep, int rowStep) {
    static final Mask NONE = new Mask(null, 0, 0, 0, 0);

    static Mask of(FloatTensor mask, Shape scores) {
      Shape shape = mask.shape();
      if (!shape.broadcast(scores).equals(scores)) {
        throw new IllegalArgumentException(
            "mask " + shape + " does not broadcast to the scores " + scores);
      }
      int[] dims = {1, 1, 1, 1};
      for (int i = 0; i < shape.rank(); i++) {
        dims[4 - shape.rank() + i] = shape.dim(i);
      }
      FloatTensor rows = dims[3] == scores.dim(3) ? mask : widened(mask, scores.dim(3));
      int row = scores.dim(3);
      return new Mask(
          rows.array(),
          rows.offset(),
          dims[0] == 1 ? 0 : row * dims[2] * dims[1],
          dims[1] == 1 ? 0 : row * dims[2],
          dims[2] == 1 ? 0 : row);
    }

    private static FloatTensor widened(FloatTensor mask, int s) {
      float[] one = mask.toArray();
      float[] wide = new float[one.length * s];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = one[i / s];
      }
      return FloatTensor.wrap(wide, one.length, s);
    }

    int offset(int b, int h, int i) {
      return start + b * batchStep + h * headStep + i * rowStep;
    }
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("heads", heads).with("scale", (Object) scale);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Attention of(ModuleState state) {
    return new Attention(state.intOf("heads"), state.floatOf("scale"));
  }
}
