package dev.octet.quantization;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.LinearActivation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which neighbouring layers become one (PyTorch: {@code fuser_method_mappings.py}): a table of
 * steps, each of which joins a layer and the layer that alone reads it. {@code fuse} applies steps
 * as long as one fits, so that {@code conv + batch_norm}, {@code conv + relu} and {@code conv +
 * add} make {@code conv + batch_norm + add + relu} too. Immutable; {@link #with} gives a new table.
 */
public final class Fusions {
  private static final Fusions PYTORCH = new Fusions(List.of(Fusions::norm, Fusions::relu));
  private static final Fusions OCTET = PYTORCH.with(Fusions::limits).with(Fusions::add);

  private static final Fusions ONEDNN = OCTET.with(Fusions::activation);

  private final List<Step> steps;

  /** Joins two layers. */
  @FunctionalInterface
  public interface Step {
    /**
     * Joins a layer and the one that alone reads it.
     *
     * @param first the first layer
     * @param next the layer that reads it; where it reads other values too, these become further
     *     inputs of the result, behind those of the first
     * @return one layer that does what both did, or empty
     */
    Optional<Module> join(Module first, Module next);
  }

  private Fusions(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * PyTorch's table in eager mode: convolution, transposed convolution or linear layer and batch
   * normalization, and ReLU behind any of them, behind batch normalization and behind a sum.
   *
   * @return the table
   */
  public static Fusions pytorch() {
    return PYTORCH;
  }

  /**
   * PyTorch's table, and limits other than ReLU's (ReLU6, clamp), and the sum of a convolution and
   * a second value of the same shape: a residual connection is computed by the convolution before
   * it, with one rounding less. PyTorch has that for some engines ({@code ConvAddReLU2d}).
   *
   * @return the table
   */
  public static Fusions octet() {
    return OCTET;
  }

  /**
   * Octet's table, and leaky ReLU or tanh behind a linear layer, as PyTorch has for oneDNN: the
   * function sees sums that are not rounded, and is computed in float instead of looked up.
   *
   * @return the table
   */
  public static Fusions onednn() {
    return ONEDNN;
  }

  /**
   * An empty table: nothing is fused.
   *
   * @return the table
   */
  public static Fusions none() {
    return new Fusions(List.of());
  }

  /**
   * This table with one step more, which is tried last.
   *
   * @param step the step
   * @return a new table
   */
  public Fusions with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Fusions(more);
  }

  Optional<Module> join(Module first, Module next) {
    return steps.stream().map(s -> s.join(first, next)).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Module> norm(Module first, Module next) {
    if (!(next instanceof BatchNorm bn)) {
      return Optional.empty();
    }
    return switch (first) {
      case Conv c
          when c.limits().isNone() && !c.add() && c.filter().outChannels() == bn.channels() ->
          Optional.of(FoldNorm.into(c, bn));
      case Linear l when l.limits().isNone() && l.weight().shape().dim(0) == bn.channels() ->
          Optional.of(FoldNorm.into(l, bn));
      default -> Optional.empty();
    };
  }

  private static Optional<Module> relu(Module first, Module next) {
    return next instanceof Activation a && a.op() == FloatUnary.Op.RELU
        ? limited(first, Limits.RELU)
        : Optional.empty();
  }

  private static Optional<Module> limits(Module first, Module next) {
    return next instanceof Clamp c ? limited(first, c.limits()) : Optional.empty();
  }

  private static Optional<Module> limited(Module first, Limits limits) {
    return switch (first) {
      case Conv c when c.limits().isNone() ->
          Optional.of(new Conv(c.spatial(), c.filter(), c.weight(), c.bias(), c.add(), limits));
      case Linear l when l.limits().isNone() ->
          Optional.of(new Linear(l.weight(), l.bias(), limits));
      case BatchNorm b when b.limits().isNone() ->
          Optional.of(new BatchNorm(b.gamma(), b.beta(), b.mean(), b.variance(), b.eps(), limits));
      case Arithmetic a
          when a.limits().isNone()
              && (a.op() == FloatBinary.Op.ADD || a.op() == FloatBinary.Op.MUL) ->
          Optional.of(new Arithmetic(a.op(), limits));
      default -> Optional.empty();
    };
  }

  private static Optional<Module> add(Module first, Module next) {
    boolean sum =
        next instanceof Arithmetic a && a.op() == FloatBinary.Op.ADD && a.limits().isNone();
    return sum && first instanceof Conv c && c.limits().isNone() && !c.add()
        ? Optional.of(new Conv(c.spatial(), c.filter(), c.weight(), c.bias(), true, Limits.NONE))
        : Optional.empty();
  }

  private static Optional<Module> activation(Module first, Module next) {
    return first instanceof Linear l && l.limits().isNone() && LinearActivation.fuses(next)
        ? Optional.of(new LinearActivation(l, next))
        : Optional.empty();
  }
}
