package dev.octet.formats;

import dev.octet.formats.onnx.Importer;
import dev.octet.formats.onnx.OnnxModel;
import dev.octet.formats.onnx.OnnxParser;
import dev.octet.nn.Graph;
import dev.octet.nn.pass.Simplify;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads ONNX models (onnx.ai, operator sets 7 to 25). The operators of transformer encoders and of
 * image networks are supported. Any other is refused by name and node.
 *
 * <ul>
 *   <li>Arithmetic: Add, Sub, Mul, Div, Pow, Sqrt, Erf, Exp, Neg, Abs, Reciprocal, ReduceMean,
 *       ArgMax.
 *   <li>Layers: MatMul, Gemm, Conv, ConvTranspose (1 to 3 dimensions), BatchNormalization (not in
 *       training), InstanceNormalization, MaxPool, AveragePool, GlobalMaxPool, GlobalAveragePool.
 *   <li>Activations: Relu, LeakyRelu, PRelu, Elu, Celu, HardSigmoid, HardSwish, Clip, Sigmoid,
 *       Tanh, Softplus, Softmax.
 *   <li>Elements moved: Gather, Slice, Split, Concat, Transpose, Reshape, Flatten, Squeeze,
 *       Unsqueeze, Pad, Resize and Upsample (nearest, linear), DepthToSpace, SpaceToDepth.
 *   <li>Others: Constant, Shape, Cast, and, as they pass values on, Identity and Dropout.
 * </ul>
 *
 * <p>FLOAT becomes {@code FLOAT32}, and so do FLOAT16 and BFLOAT16, which are then computed with
 * the precision of 32 bits. INT64, INT32, INT8 and UINT8 become {@code INT64}; arithmetic wraps as
 * the type in the file does. BOOL stays. Other element types are refused. Sizes that a model only
 * names may differ from call to call, and from one another even where their names are equal.
 *
 * <p>Files are not trusted: whatever is wrong with one ends in an {@link OnnxFormatException}, with
 * memory in proportion to the file. External data is read only from the model's own directory.
 */
public final class OnnxReader {
  private OnnxReader() {}

  /**
   * Reads a model from a file, simplified: linear layers, embeddings, layer normalization, GELU and
   * attention are found among the operators.
   *
   * @param file the model; tensors kept outside of it lie in the same directory
   * @return a graph with the model's inputs and outputs
   * @throws IOException if reading fails
   * @throws OnnxFormatException if it is no ONNX model, is broken, or has what is not supported
   */
  public static Graph read(Path file) throws IOException {
    return simplified(OnnxParser.parse(file));
  }

  /**
   * Reads a model from a stream, to its end; does not close it.
   *
   * @param in the model's bytes
   * @return a graph with the model's inputs and outputs
   * @throws IOException if reading fails
   * @throws OnnxFormatException as above, and if tensors are kept outside of the model
   */
  public static Graph read(InputStream in) throws IOException {
    return simplified(OnnxParser.parse(in));
  }

  private static Graph simplified(OnnxModel model) {
    Graph graph = Importer.graph(model);
    try {
      return Simplify.all(graph);
    } catch (IllegalArgumentException e) {
      throw new OnnxFormatException(model.file(), "", e);
    }
  }
}
