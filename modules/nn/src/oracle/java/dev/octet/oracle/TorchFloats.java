package dev.octet.oracle;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Softmax;
import java.util.Arrays;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's own float operators as kernels, so that their accuracy is measured like that of
 * Octet's: no more of each contract than the measurement calls.
 */
final class TorchFloats {
  private TorchFloats() {}

  static KernelSet kernels() {
    return KernelSet.empty()
        .with(FloatUnary.class, TorchFloats::unary)
        .with(FloatActivation.class, new Elu())
        .with(Softmax.class, TorchFloats::softmax)
        .with(LayerNorm.class, TorchFloats::layerNorm)
        .with(FloatGemm.class, new Gemm())
        .with(FloatConv.class, new Conv());
  }

  private static Tensor tensor(float[] x, int offset, int n, long... shape) {
    return Operators.floats(Arrays.copyOfRange(x, offset, offset + n), shape);
  }

  private static void put(Tensor t, float[] y, int to) {
    float[] values = Torch.toFloats(t);
    System.arraycopy(values, 0, y, to, values.length);
  }

  private static void unary(FloatUnary.Op op, float[] x, int offset, int n, float[] y, int to) {
    Tensor t = tensor(x, offset, n, n);
    Tensor result =
        switch (op) {
          case NEG -> t.neg();
          case ABS -> t.abs();
          case RELU -> t.relu();
          case SQRT -> t.sqrt();
          case RECIPROCAL -> t.reciprocal();
          case EXP -> t.exp();
          case TANH -> t.tanh();
          case SIGMOID -> t.sigmoid();
          case ERF -> t.erf();
          case GELU -> torch.gelu(t);
        };
    put(result, y, to);
  }

  private static void softmax(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to) {
    put(torch.softmax(tensor(x, offset, n, n), 0), y, to);
  }

  private static void layerNorm(
      float[] x,
      int offset,
      int n,
      float[] residual,
      int residualOffset,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to) {
    Tensor result =
        Operators.call(
                "aten::layer_norm",
                new IValue(tensor(x, offset, n, 1, n)),
                Operators.ints(n),
                new IValue(tensor(gamma, 0, n, n)),
                new IValue(tensor(beta, 0, n, n)),
                new IValue((double) eps),
                new IValue(false))
            .toTensor();
    put(result, y, to);
  }

  /** ELU alone. */
  private static final class Elu implements FloatActivation {
    @Override
    public void elu(
        float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
      Scalar one = new Scalar(1.0);
      put(torch.elu(tensor(x, offset, n, n), new Scalar((double) alpha), one, one), y, to);
    }

    @Override
    public void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void prelu(
        float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
      throw new UnsupportedOperationException();
    }
  }

  /** Products of matrices without gaps or bias. */
  private static final class Gemm implements FloatGemm {
    @Override
    public FloatPanels pack(FloatMatrix b, float[] into) {
      System.arraycopy(b.array(), b.offset(), into, 0, b.rows() * b.cols());
      return new FloatPanels(into, b.rows(), b.cols());
    }

    @Override
    public int packedSize(int n, int k) {
      return n * k;
    }

    @Override
    public void multiply(
        FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
      Tensor left = tensor(a.array(), a.offset(), a.rows() * a.cols(), a.rows(), a.cols());
      Tensor right = tensor(b.array(), 0, b.n() * b.k(), b.n(), b.k());
      put(torch.mm(left, right.t()), c.array(), c.offset());
    }
  }

  /** Convolutions of one square image without gaps, bias or limits. */
  private static final class Conv implements FloatConv {
    private record Weights(ConvFilter filter, Tensor w) implements FloatFilters {
      @Override
      public long bytes() {
        return w.nbytes();
      }
    }

    @Override
    public FloatFilters pack(ConvFilter f, float[] w, int offset) {
      Tensor last =
          tensor(
              w,
              offset,
              f.outChannels() * f.k(),
              f.outChannels(),
              f.height().kernel(),
              f.width().kernel(),
              f.groupInputs());
      return new Weights(f, last.permute(0, 3, 1, 2));
    }

    @Override
    public void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context) {
      ConvFilter f = w.filter();
      int n = x.height() * x.width() * f.inChannels();
      Tensor image = tensor(x.array(), x.offset(), n, 1, x.height(), x.width(), f.inChannels());
      Tensor result =
          Operators.call(
                  "aten::conv2d",
                  new IValue(image.permute(0, 3, 1, 2)),
                  new IValue(((Weights) w).w),
                  new IValue(),
                  Operators.ints(f.height().stride(), f.width().stride()),
                  Operators.ints(f.height().paddingBefore(), f.width().paddingBefore()),
                  Operators.ints(1, 1),
                  new IValue((long) f.groups()))
              .toTensor();
      put(result.permute(0, 2, 3, 1), stage.c(), stage.offset());
    }
  }
}
