package dev.octet.nn.modules;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Reads a module's inputs, with errors that say what was expected. */
final class Args {
  private Args() {}

  static void count(List<Tensor> inputs, int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new IllegalArgumentException(
          "expected "
              + (least == most ? String.valueOf(least) : least + " to " + most)
              + " inputs, got "
              + inputs.size());
    }
  }

  /** A float input in row-major order. */
  static FloatTensor floats(List<Tensor> inputs, int index) {
    if (inputs.get(index) instanceof FloatTensor f) {
      return f.to(Layout.CONTIGUOUS);
    }
    throw wrongType(inputs, index, "FLOAT32");
  }

  /** An integer input in row-major order. */
  static LongTensor longs(List<Tensor> inputs, int index) {
    if (inputs.get(index) instanceof LongTensor l) {
      return l.to(Layout.CONTIGUOUS);
    }
    throw wrongType(inputs, index, "INT64");
  }

  private static IllegalArgumentException wrongType(
      List<Tensor> inputs, int index, String expected) {
    Tensor t = inputs.get(index);
    return new IllegalArgumentException(
        "input " + index + ": expected " + expected + ", got " + t.dtype() + " " + t.shape());
  }

  /** A float input whose last dimension has the given size. */
  static FloatTensor rowsOf(List<Tensor> inputs, int index, int size, String whose) {
    FloatTensor x = floats(inputs, index);
    if (x.shape().rank() == 0 || x.shape().dim(-1) != size) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + x.shape()
              + ", "
              + whose
              + " expects a last dimension of "
              + size);
    }
    return x;
  }
}
