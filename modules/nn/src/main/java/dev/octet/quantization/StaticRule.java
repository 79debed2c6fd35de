package dev.octet.quantization;

import dev.octet.nn.Module;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import java.util.List;
import java.util.Optional;

/**
 * What static quantization does with modules of one type: where its results' scale comes from, and
 * what it becomes. Users add rules for their own types.
 */
public interface StaticRule {
  /** Where the scale and zero point of a result come from. */
  enum Output {
    /** From an observer behind the module. */
    OBSERVED,
    /** They are the first input's: the module moves, selects or averages elements. */
    INPUT,
    /** From {@link #params}: fixed, or computed from the inputs'. */
    COMPUTED
  }

  /**
   * Where the scale of a result comes from.
   *
   * @return the source
   */
  Output output();

  /**
   * Whether integers pay here even where inputs come as floats, which are then observed and
   * quantized. Where not, the module follows: it works on integers if one of its inputs does.
   *
   * @return true for convolutions and linear layers
   */
  default boolean starts() {
    return false;
  }

  /**
   * How many of the inputs, from the first, are data that is to be quantized; the others, such as
   * sizes, are left alone.
   *
   * @param inputs how many inputs there are
   * @return from 0 to {@code inputs}
   */
  default int dataInputs(int inputs) {
    return inputs;
  }

  /**
   * Why a module stays float although its type has a rule.
   *
   * @param module a float module of the rule's type
   * @return the reason, for the report; empty where nothing is against it
   */
  default Optional<String> refuses(Module module) {
    return Optional.empty();
  }

  /**
   * Scale and zero point of results whose source is {@link Output#COMPUTED}.
   *
   * @param module the float module
   * @param inputs what data inputs stand for
   * @return what results stand for
   */
  default ByteParams params(Module module, List<ByteParams> inputs) {
    throw new UnsupportedOperationException("the rule computes no parameters: " + output());
  }

  /**
   * Makes the module that works on integers.
   *
   * @param module a float module of the rule's type
   * @param node what its inputs and results stand for, and how weights are quantized
   * @return what replaces it; the module itself where it takes integers as it is
   * @throws IllegalArgumentException if that cannot be, with the reason
   */
  Module convert(Module module, Context node);

  /** What a rule knows of a node that it converts. */
  interface Context {
    /**
     * What a data input stands for.
     *
     * @param index from 0
     * @return its parameters
     */
    ByteParams input(int index);

    /**
     * What results stand for.
     *
     * @return their parameters
     */
    ByteParams output();

    /**
     * Quantizes a weight as the node's configuration says.
     *
     * @param weight output channels on axis 0
     * @return integers, with parameters per tensor or per channel of axis 0
     */
    QTensor weight(FloatTensor weight);
  }
}
