package dev.octet.formats.onnx;

/**
 * A {@code ValueInfoProto}: an input or output of the graph.
 *
 * @param name its name
 * @param type the element type, or null when the file does not say
 * @param dims sizes, {@link #FREE} where any will do, or null when not even the rank is known. A
 *     size that the file only names is free: equal names do not promise equal sizes.
 */
public record OnnxValue(String name, OnnxType type, int[] dims) {
  /** Stands for a size that shows only at run time. */
  public static final int FREE = -1;
}
