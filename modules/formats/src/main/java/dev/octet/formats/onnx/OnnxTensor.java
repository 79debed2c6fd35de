package dev.octet.formats.onnx;

import dev.octet.tensor.Tensor;

/**
 * A {@code TensorProto}.
 *
 * @param name its name, empty within an attribute
 * @param type the element type in the file
 * @param value its elements: floats, longs or truth values
 */
public record OnnxTensor(String name, OnnxType type, Tensor value) {}
