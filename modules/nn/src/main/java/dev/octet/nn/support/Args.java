package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Reads a module's inputs, with errors that say what was expected. */
public final class Args {
  private Args() {}

  public static void count(List<Tensor> inputs, int least, int most) {
    if (inputs.size() < least || inputs.size() > most) {
      throw new IllegalArgumentException(
          "expected "
              + (least == most ? String.valueOf(least) : least + " to " + most)
              + " inputs, got "
              + inputs.size());
    }
  }

  /** A float input in row-major order. */
  public static FloatTensor floats(List<Tensor> inputs, int index, Execution execution) {
    return (FloatTensor) Images.to(anyFloats(inputs, index), Layout.CONTIGUOUS, execution);
  }

  /** A float input in whatever layout it comes. */
  public static FloatTensor anyFloats(List<Tensor> inputs, int index) {
    if (inputs.get(index) instanceof FloatTensor f) {
      return f;
    }
    throw wrongType(inputs, index, "FLOAT32");
  }

  /** An input of 8-bit integers with one scale, in whatever layout it comes. */
  public static QTensor anyBytes(List<Tensor> inputs, int index) {
    if (inputs.get(index) instanceof QTensor q
        && q.dtype() != DType.QINT32
        && !q.qparams().isPerChannel()) {
      return q;
    }
    throw wrongType(inputs, index, "QINT8 or QUINT8 with one scale");
  }

  /** An input of 8-bit integers with one scale, in row-major order. */
  public static QTensor bytes(List<Tensor> inputs, int index, Execution execution) {
    return (QTensor) Images.to(anyBytes(inputs, index), Layout.CONTIGUOUS, execution);
  }

  /** An integer input in row-major order. */
  public static LongTensor longs(List<Tensor> inputs, int index) {
    if (inputs.get(index) instanceof LongTensor l) {
      return l.to(Layout.CONTIGUOUS);
    }
    throw wrongType(inputs, index, "INT64");
  }

  /** The error for an input of another kind than a module expects. */
  public static IllegalArgumentException wrongType(
      List<Tensor> inputs, int index, String expected) {
    Tensor t = inputs.get(index);
    return new IllegalArgumentException(
        "input " + index + ": expected " + expected + ", got " + t.dtype() + " " + t.shape());
  }

  /** A float input whose last dimension has the given size. */
  public static FloatTensor rowsOf(
      List<Tensor> inputs, int index, int size, String whose, Execution execution) {
    FloatTensor x = floats(inputs, index, execution);
    checkRows(x, index, size, whose);
    return x;
  }

  /** Refuses an input whose last dimension has not the given size. */
  public static void checkRows(Tensor x, int index, int size, String whose) {
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
  }
}
