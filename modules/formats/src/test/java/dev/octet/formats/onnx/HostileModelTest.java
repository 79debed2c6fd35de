package dev.octet.formats.onnx;

import static dev.octet.formats.onnx.OnnxFile.FLOAT;
import static dev.octet.formats.onnx.OnnxFile.INT64;
import static dev.octet.formats.onnx.OnnxFile.attribute;
import static dev.octet.formats.onnx.OnnxFile.floats;
import static dev.octet.formats.onnx.OnnxFile.longs;
import static dev.octet.formats.onnx.OnnxFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.formats.OnnxFormatException;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models made to do harm: each is refused with a reason, or read without growing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileModelTest {
  private static Graph read(OnnxFile file) throws IOException {
    return OnnxReader.read(new ByteArrayInputStream(file.toBytes()));
  }

  private static OnnxFile start() {
    return OnnxFile.opset(14).input("x", FLOAT, -1, 4);
  }

  private static void refused(OnnxFile file, String... why) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(OnnxFormatException.class)
        .message()
        .contains(why);
  }

  @Test
  void danglingValuesCyclesAndDoubles() {
    refused(
        start().node("Add", "x,nowhere", "y").output("y"),
        "graph.node[0] 'y_node' (Add)",
        "'nowhere' is read, which nothing before makes");
    refused(
        start().node("Add", "x,b", "a").node("Add", "x,a", "b").output("b"),
        "graph.node[0] 'a_node' (Add)",
        "'b' is read, which nothing before makes");
    refused(start().node("Add", "x,x", "x").output("x"), "'x' is made, which has been made before");
    refused(start().node("Relu", "x", "y").output("z"), "'z' is read, which nothing before makes");
    refused(start().node("Relu", "x", "y"), "the graph has no output");
    refused(start().input("x", FLOAT, 2).node("Relu", "x", "y").output("y"), "same name");
    refused(start().node("Relu", "x", "y").output("y").output("y"), "two outputs are named 'y'");
    refused(start().node("Relu", "", "y").output("y"), "it has 0 inputs, expected 1 to 1");
    refused(start().node("Add", "x,", "y").output("y"), "it has 1 inputs, expected 2 to 2");
    refused(start().node("Add", ",x", "y").output("y"), "input 0 is missing");
  }

  @Test
  void absurdSizes() {
    refused(start().initializer(tensor("w", FLOAT, 1L << 40)), "dims has 1099511627776");
    refused(start().initializer(tensor("w", FLOAT, 1 << 20, 1 << 20)), "exceed 2^31 - 1 elements");
    refused(
        start().initializer(tensor("w", FLOAT, Integer.MAX_VALUE)), "float_data has 0 elements");
    refused(
        OnnxFile.opset(14).input("x", FLOAT, 1L << 40).node("Relu", "x", "y").output("y"),
        "dim_value is 1099511627776");
    long[] dims = new long[1000];
    Arrays.fill(dims, 1);
    refused(start().initializer(tensor("w", FLOAT, dims)), "more than 64 dims");
  }

  /**
   * A few bytes that ask for a product of 10 billion elements: folding constants must not make it.
   */
  @Test
  void constantsThatUnfold() throws IOException {
    float[] many = new float[100_000];
    OnnxFile file =
        start()
            .initializer(floats("column", many, many.length, 1))
            .initializer(floats("row", many, 1, many.length))
            .node("Add", "column,row", "big")
            .node("ReduceMean", "big", "y", attribute("keepdims", 0L))
            .output("y");
    assertThat(read(file).nodes()).extracting(n -> n.module().type()).contains("add");
    OnnxFile doubling = start().initializer(floats("d0", many, many.length));
    for (int i = 0; i < 40; i++) {
      doubling.node("Concat", "d" + i + ",d" + i, "d" + (i + 1), attribute("axis", 0L));
    }
    Graph doubled = read(doubling.output("d40"));
    assertThat(doubled.bytes()).isLessThan(200_000_000);
    assertThat(doubled.nodes()).extracting(n -> n.module().type()).contains("concat");
  }

  /** One weight that many products share is transposed once. */
  @Test
  void sharedWeights() throws IOException {
    int n = 512;
    OnnxFile file =
        OnnxFile.opset(14)
            .input("x", FLOAT, -1, n)
            .initializer(floats("w", new float[n * n], n, n));
    String x = "x";
    for (int i = 0; i < 5_000; i++) {
      file.node("MatMul", x + ",w", "y" + i);
      x = "y" + i;
    }
    Graph graph = read(file.output(x));
    assertThat(graph.nodes()).hasSize(5_000);
    assertThat(graph.nodes().getFirst().module().state().tensors().get("weight"))
        .isSameAs(graph.nodes().getLast().module().state().tensors().get("weight"));
  }

  @Test
  void ranksThatGrow() throws IOException {
    OnnxFile file = start();
    String x = "x";
    long[] axes = new long[16];
    Arrays.setAll(axes, i -> i);
    file.initializer(longs("axes", axes, axes.length));
    for (int i = 0; i < 20_000; i++) {
      file.node("Unsqueeze", x + ",axes", "y" + i);
      x = "y" + i;
    }
    assertThat(read(file.output(x)).nodes()).hasSize(20_001);
  }

  @Test
  void longChains() throws IOException {
    OnnxFile file = start();
    String x = "x";
    for (int i = 0; i < 30_000; i++) {
      file.node(i % 2 == 0 ? "Relu" : "Neg", x, "y" + i);
      x = "y" + i;
    }
    assertThat(read(file.output(x)).nodes()).hasSize(30_000);
  }

  @Test
  void oneNameForAllNodes() throws IOException {
    OnnxFile file = start();
    String x = "x";
    for (int i = 0; i < 100_000; i++) {
      file.node(new Proto().string(1, x).string(2, "y" + i).string(3, "a").string(4, "Neg"));
      x = "y" + i;
    }
    assertThat(read(file.output(x)).nodes()).hasSize(100_000);
  }

  @Test
  void operationsOnConstantsThatFail() {
    refused(
        start()
            .initializer(longs("a", new long[] {6, 1}, 2))
            .initializer(longs("zero", new long[] {0, 1}, 2))
            .node("Div", "a,zero", "y")
            .output("y"),
        "div 'y_node'",
        "division of the integer 6 by zero");
    refused(
        start()
            .initializer(floats("table", new float[6], 3, 2))
            .initializer(longs("at", new long[] {3}, 1))
            .node("Gather", "table,at", "y", attribute("axis", 0L))
            .node("Transpose", "table", "t", attribute("perm", new long[] {0, 0}))
            .output("t"),
        "graph.node[1] 't_node' (Transpose)",
        "is not a permutation");
  }

  @Test
  void inputsThatNoGraphCanHave() {
    refused(
        OnnxFile.opset(14).input("ids", INT64, 2).node("Tanh", "ids", "y").output("y"),
        "input 0 is INT64, only floats are supported");
    OnnxFile noShape = OnnxFile.opset(14);
    Proto type = new Proto().message(1, new Proto().varint(1, FLOAT));
    noShape.rawInput(new Proto().string(1, "x").message(2, type));
    refused(noShape.node("Relu", "x", "y").output("y"), "known element type and rank");
  }
}
