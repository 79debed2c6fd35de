package dev.octet.formats.onnx;

import java.util.List;
import java.util.Map;

/**
 * A {@code NodeProto}: one application of an operator.
 *
 * @param index its place in the graph's list
 * @param name its name, may be empty
 * @param operator the operator's name
 * @param domain the operator's domain, empty for ONNX's own
 * @param inputs names of values; empty for an optional input left out
 * @param outputs names of values; empty for an optional output left out
 * @param attributes attributes by name
 */
public record OnnxNode(
    int index,
    String name,
    String operator,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, OnnxAttribute> attributes) {

  /** {@return where the node is, for error messages: {@code graph.node[3] 'fc' (Gemm)}} */
  public String place() {
    return "graph.node["
        + index
        + "]"
        + (name.isEmpty() ? "" : " '" + name + "'")
        + " ("
        + operator
        + ")";
  }
}
