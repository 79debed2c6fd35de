package dev.octet.oracle;

import dev.octet.nn.Module;
import dev.octet.oracle.TorchBytes.Answer;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.IValue;

/** A float layer to convert, and which of PyTorch's operators it becomes. */
final class Layer {
  /** Asks PyTorch about integers. */
  interface Pytorch {
    Answer of(IValue[] x, Converted layer);
  }

  /** The exact real value of each element of the result. */
  interface Exact {
    double[] of(Converted layer);
  }

  final List<Module> chain;
  final List<int[]> shapes;
  final Pytorch pytorch;
  final List<Tensor> further = new ArrayList<>();
  Exact exact = Converted::reals;
  boolean starts;
  boolean unsigned;
  boolean channelsLast;

  /**
   * A layer.
   *
   * @param chain modules that {@code fuse} makes one of; a sum that is not the first takes an input
   *     more
   * @param shapes of its inputs
   * @param pytorch what is asked
   */
  Layer(List<Module> chain, List<int[]> shapes, Pytorch pytorch) {
    this.chain = chain;
    this.shapes = shapes;
    this.pytorch = pytorch;
  }

  static Layer of(Module module, int[] shape, Pytorch pytorch) {
    return new Layer(List.of(module), List.of(shape), pytorch);
  }

  /** It needs no stub before it. */
  Layer starts() {
    starts = true;
    return this;
  }

  /** PyTorch has it for unsigned integers only: signed ones are asked with 128 added. */
  Layer unsigned() {
    unsigned = true;
    return this;
  }

  /** PyTorch gets its images channels last. */
  Layer channelsLast() {
    channelsLast = true;
    return this;
  }

  /** It is homogeneous: ties are found by computing on steps. */
  Layer steps() {
    exact = Converted::steps;
    return this;
  }

  Layer exact(Exact value) {
    exact = value;
    return this;
  }

  /** An input that is no data, such as axes. */
  Layer further(Tensor constant) {
    further.add(constant);
    return this;
  }
}
