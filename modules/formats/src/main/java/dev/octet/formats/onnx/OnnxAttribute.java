package dev.octet.formats.onnx;

import java.util.List;

/** The value of an {@code AttributeProto}. */
public sealed interface OnnxAttribute {
  /** A float. */
  record FloatValue(float value) implements OnnxAttribute {}

  /** An integer. */
  record IntValue(long value) implements OnnxAttribute {}

  /** A string. */
  record StringValue(String value) implements OnnxAttribute {}

  /** A tensor. */
  record TensorValue(OnnxTensor value) implements OnnxAttribute {}

  /** Floats. */
  record Floats(float[] values) implements OnnxAttribute {}

  /** Integers. */
  record Ints(long[] values) implements OnnxAttribute {}

  /** Strings. */
  record Strings(List<String> values) implements OnnxAttribute {}

  /** Anything else: graphs, sparse tensors, types. No operator that is supported has one. */
  record Other(String kind) implements OnnxAttribute {}
}
