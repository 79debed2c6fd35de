package dev.octet.nn.modules;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code y = x Wᵀ + b} over the last dimension (PyTorch: {@code nn.Linear}): input [..., in],
 * result [..., out].
 *
 * @param weight [out, in]
 * @param bias [out], or null
 * @param limits what results are cut off at (PyTorch: {@code nni.LinearReLU})
 */
public record Linear(FloatTensor weight, FloatTensor bias, Limits limits) implements Module {
  /** The type's name. */
  public static final String TYPE = "linear";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public Linear {
    weight = weight.to(Layout.CONTIGUOUS);
    checkShapes(weight.shape(), bias);
  }

  /**
   * Without limits.
   *
   * @param weight [out, in]
   * @param bias [out], or null
   */
  public Linear(FloatTensor weight, FloatTensor bias) {
    this(weight, bias, Limits.NONE);
  }

  /**
   * Refuses weights that are no matrix, or a bias of another size.
   *
   * @param weight the weights' shape
   * @param bias the bias, or null
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static void checkShapes(Shape weight, FloatTensor bias) {
    if (weight.rank() != 2) {
      throw new IllegalArgumentException("weight has shape " + weight + ", expected [out, in]");
    }
    if (bias != null && !bias.shape().equals(Shape.of(weight.dim(0)))) {
      throw new IllegalArgumentException(
          "bias has shape "
              + bias.shape()
              + ", weight "
              + weight
              + " expects ["
              + weight.dim(0)
              + "]");
    }
  }

  /** {@code linear}, {@code linear_relu}. */
  @Override
  public String type() {
    return TYPE + limits.suffix();
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(FloatGemm.class)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(engine.kernel(FloatGemm.class));
  }

  private Packed packed(FloatGemm gemm) {
    int out = weight.shape().dim(0);
    int in = weight.shape().dim(1);
    FloatMatrix rows = FloatMatrix.of(weight.array(), weight.offset(), out, in);
    return new Packed(gemm, gemm.pack(rows), bias == null ? null : bias.toArray(), limits, type());
  }

  @Override
  public ModuleState state() {
    return limits.in(ModuleState.EMPTY.with("weight", weight).with("bias", bias));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Linear of(ModuleState state) {
    return new Linear(
        state.tensor("weight", FloatTensor.class),
        state.floats("bias").orElse(null),
        Limits.of(state));
  }

  private record Packed(
      FloatGemm gemm, FloatGemm.FloatPanels panels, float[] bias, Limits limits, String type)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      FloatTensor x =
          Args.rowsOf(
              inputs, 0, panels.k(), "weight [" + panels.n() + ", " + panels.k() + "]", execution);
      int rows = x.shape().size(0, x.shape().rank() - 1);
      FloatTensor y = execution.newFloats(x.shape().with(-1, panels.n()));
      gemm.multiply(
          FloatMatrix.of(x.array(), x.offset(), rows, panels.k()),
          panels,
          bias,
          FloatMatrix.of(y.array(), y.offset(), rows, panels.n()),
          execution);
      if (!limits.isNone()) {
        FloatActivation clamp = execution.kernel(FloatActivation.class);
        Rows.forRuns(
            execution,
            y.shape().size(),
            (from, n) -> {
              int at = y.offset() + from;
              clamp.clamp(y.array(), at, n, limits.least(), limits.greatest(), y.array(), at);
            });
      }
      return List.of(y);
    }
  }
}
