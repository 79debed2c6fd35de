package dev.octet.formats.onnx;

import java.util.List;
import java.util.Map;

/**
 * A {@code ModelProto} and its {@code GraphProto}.
 *
 * @param file the model's file, for error messages
 * @param irVersion version of the format
 * @param opsets version of the operator set by domain; ONNX's own is the empty domain
 * @param nodes the graph's nodes in the file's order
 * @param initializers constants by name
 * @param inputs inputs without those that an initializer fills
 * @param outputs outputs
 */
public record OnnxModel(
    String file,
    long irVersion,
    Map<String, Long> opsets,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initializers,
    List<OnnxValue> inputs,
    List<OnnxValue> outputs) {}
