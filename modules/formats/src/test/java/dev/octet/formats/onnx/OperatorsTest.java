package dev.octet.formats.onnx;

import static dev.octet.formats.onnx.OnnxFile.BFLOAT16;
import static dev.octet.formats.onnx.OnnxFile.BOOL;
import static dev.octet.formats.onnx.OnnxFile.FLOAT;
import static dev.octet.formats.onnx.OnnxFile.FLOAT16;
import static dev.octet.formats.onnx.OnnxFile.INT32;
import static dev.octet.formats.onnx.OnnxFile.INT64;
import static dev.octet.formats.onnx.OnnxFile.INT8;
import static dev.octet.formats.onnx.OnnxFile.UINT8;
import static dev.octet.formats.onnx.OnnxFile.attribute;
import static dev.octet.formats.onnx.OnnxFile.floats;
import static dev.octet.formats.onnx.OnnxFile.longs;
import static dev.octet.formats.onnx.OnnxFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.octet.formats.OnnxFormatException;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What ONNX's cases leave out: older operator sets, narrow integers, and what is refused. */
class OperatorsTest {
  private static Graph read(OnnxFile file) throws IOException {
    return OnnxReader.read(new ByteArrayInputStream(file.output("y").toBytes()));
  }

  private static Tensor run(OnnxFile file, Object... namesAndTensors) throws IOException {
    return run(read(file), namesAndTensors);
  }

  private static Tensor run(Graph graph, Object... namesAndTensors) {
    Map<String, Tensor> inputs = new HashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      inputs.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
    }
    return graph.session(SessionOptions.threads(1)).run(inputs).get("y");
  }

  private static void refused(OnnxFile file, String why) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(OnnxFormatException.class)
        .hasMessageContaining(why);
  }

  private static LongTensor of(long... values) {
    return LongTensor.wrap(values, values.length);
  }

  private static FloatTensor of(float... values) {
    return FloatTensor.wrap(values, values.length);
  }

  private static OnnxFile binary(String operator, int type) {
    return OnnxFile.opset(14).input("a", type, -1).input("b", type, -1).node(operator, "a,b", "y");
  }

  @Test
  void integersWrapAsTheirTypeDoes() throws IOException {
    assertThat(run(binary("Add", INT32), "a", of(Integer.MAX_VALUE), "b", of(1L)))
        .isEqualTo(of((long) Integer.MIN_VALUE));
    assertThat(run(binary("Add", INT64), "a", of(Long.MAX_VALUE), "b", of(1L)))
        .isEqualTo(of(Long.MIN_VALUE));
    assertThat(run(binary("Mul", INT8), "a", of(100L), "b", of(2L))).isEqualTo(of(-56L));
    assertThat(run(binary("Sub", UINT8), "a", of(3L), "b", of(5L))).isEqualTo(of(254L));
    assertThat(run(binary("Div", INT8), "a", of(-128L), "b", of(-1L))).isEqualTo(of(-128L));
    assertThat(run(binary("Pow", INT32), "a", of(3L, -2), "b", of(20L, 31)))
        .isEqualTo(of(3486784401L - (1L << 32), Integer.MIN_VALUE));
  }

  @Test
  void integerDivisionTruncatesAndZeroIsAnError() throws IOException {
    assertThat(run(binary("Div", INT64), "a", of(7L, -7, 7, -7), "b", of(2L, 2, -2, -2)))
        .isEqualTo(of(3L, -3, -3, 3));
    assertThatThrownBy(() -> run(binary("Div", INT64), "a", of(7L), "b", of(0L)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("div 'y_node': division of the integer 7 by zero");
    assertThat(run(binary("Div", FLOAT), "a", of(1f), "b", of(0f)))
        .isEqualTo(of(Float.POSITIVE_INFINITY));
  }

  @Test
  void operandsOfDifferentTypesAreRefused() {
    OnnxFile mixed =
        OnnxFile.opset(14).input("a", FLOAT, 2).input("b", INT64, 2).node("Add", "a,b", "y");
    refused(mixed, "graph.node[0] 'y_node' (Add): operands are FLOAT and INT64");
    refused(binary("Add", BOOL), "operands are BOOL and BOOL");
    OnnxFile concat =
        OnnxFile.opset(14)
            .input("a", INT32, 2)
            .input("b", INT64, 2)
            .node("Concat", "a,b", "y", attribute("axis", 0L));
    refused(concat, "input 1 is INT64, input 0 INT32");
  }

  private static OnnxFile cast(int from, int to) {
    return OnnxFile.opset(13)
        .input("x", from, -1)
        .node("Cast", "x", "y", attribute("to", (long) to));
  }

  @Test
  void casts() throws IOException {
    FloatTensor x = of(1.9f, -1.9f, 300, -0f, Float.NaN, 1e30f);
    assertThat(run(cast(FLOAT, INT64), "x", x)).isEqualTo(of(1L, -1, 300, 0, 0, Long.MAX_VALUE));
    assertThat(run(cast(FLOAT, UINT8), "x", of(1.9f, -1.9f, 300))).isEqualTo(of(1L, 255, 44));
    assertThat(run(cast(INT64, INT8), "x", of(1L, 128, -129))).isEqualTo(of(1L, -128, 127));
    assertThat(run(cast(INT64, INT32), "x", of(1L << 31))).isEqualTo(of((long) Integer.MIN_VALUE));
    assertThat(run(cast(FLOAT, BOOL), "x", x))
        .isEqualTo(BoolTensor.wrap(new boolean[] {true, true, true, false, true, true}, 6));
    assertThat(run(cast(BOOL, FLOAT), "x", BoolTensor.wrap(new boolean[] {true, false}, 2)))
        .isEqualTo(of(1f, 0f));
    assertThat(run(cast(BOOL, INT64), "x", BoolTensor.wrap(new boolean[] {true, false}, 2)))
        .isEqualTo(of(1L, 0L));
    assertThat(run(cast(INT64, BOOL), "x", of(-2L, 0)))
        .isEqualTo(BoolTensor.wrap(new boolean[] {true, false}, 2));
    assertThat(run(cast(INT64, FLOAT), "x", of((1L << 24) + 1))).isEqualTo(of(0x1p24f));
    assertThat(run(cast(FLOAT, FLOAT16), "x", of(1 + 0x1p-12f, 70000f)))
        .isEqualTo(of(1f, Float.POSITIVE_INFINITY));
    assertThat(run(cast(FLOAT, BFLOAT16), "x", of(1 + 0x1p-8f, 1 + 0x1p-8f + 0x1p-20f, -3f)))
        .isEqualTo(of(1f, 1 + 0x1p-7f, -3f));
    refused(cast(FLOAT, 11), "element type DOUBLE is not supported");
    refused(cast(FLOAT, 77), "element type number 77 is not supported");
  }

  @Test
  void softmaxBeforeSet13GoesToTheEnd() throws IOException {
    FloatTensor x = FloatTensor.wrap(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, 2, 2, 2);
    OnnxFile old = OnnxFile.opset(12).input("x", FLOAT, 2, 2, 2).node("Softmax", "x", "y");
    double sum = 1 + Math.exp(-1) + Math.exp(-2) + Math.exp(-3);
    float[] quarter = {
      (float) (Math.exp(-3) / sum),
      (float) (Math.exp(-2) / sum),
      (float) (Math.exp(-1) / sum),
      (float) (1 / sum)
    };
    float[] got = ((FloatTensor) run(old, "x", x)).toArray();
    for (int i = 0; i < 8; i++) {
      assertThat(got[i]).isCloseTo(quarter[i % 4], within(1e-6f));
    }
    OnnxFile now = OnnxFile.opset(13).input("x", FLOAT, 2, 2, 2).node("Softmax", "x", "y");
    float[] pairs = ((FloatTensor) run(now, "x", x)).toArray();
    for (int i = 0; i < 8; i++) {
      assertThat(pairs[i])
          .isCloseTo((float) (1 / (1 + Math.exp(i % 2 == 0 ? 1 : -1))), within(1e-6f));
    }
  }

  @Test
  void attributesThatBecameInputs() throws IOException {
    FloatTensor x = FloatTensor.wrap(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    OnnxFile slice =
        OnnxFile.opset(9)
            .input("x", FLOAT, -1, 3)
            .node(
                "Slice",
                "x",
                "y",
                attribute("starts", new long[] {-2, 0}),
                attribute("ends", new long[] {100, 1}),
                attribute("axes", new long[] {1, 0}));
    assertThat(run(slice, "x", x)).isEqualTo(FloatTensor.wrap(new float[] {1, 2}, 1, 2));
    OnnxFile noAxes =
        OnnxFile.opset(9)
            .input("x", FLOAT, -1, 3)
            .node(
                "Slice",
                "x",
                "y",
                attribute("starts", new long[] {1}),
                attribute("ends", new long[] {2}));
    assertThat(run(noAxes, "x", x)).isEqualTo(FloatTensor.wrap(new float[] {3, 4, 5}, 1, 3));
    Graph mean =
        read(
            OnnxFile.opset(18)
                .input("x", FLOAT, -1, 3)
                .input("axes", INT64, -1)
                .node("ReduceMean", "x,axes", "y", attribute("keepdims", 0L)));
    assertThat(run(mean, "x", x, "axes", of(0L))).isEqualTo(of(1.5f, 2.5f, 3.5f));
    assertThat(run(mean, "x", x, "axes", of(new long[0]))).isEqualTo(FloatTensor.scalar(2.5f));
    OnnxFile none =
        OnnxFile.opset(18)
            .input("x", FLOAT, -1, 3)
            .node("ReduceMean", "x", "y", attribute("noop_with_empty_axes", 1L));
    assertThat(run(none, "x", x)).isEqualTo(x);
  }

  @Test
  void constantsOfEveryForm() throws IOException {
    assertThat(run(OnnxFile.opset(13).node("Constant", "", "y", attribute("value_int", 5L))))
        .isEqualTo(LongTensor.scalar(5));
    assertThat(
            run(
                OnnxFile.opset(13)
                    .node("Constant", "", "y", attribute("value_ints", new long[] {5, 6}))))
        .isEqualTo(of(5L, 6L));
    assertThat(run(OnnxFile.opset(13).node("Constant", "", "y", attribute("value_float", 0.5f))))
        .isEqualTo(FloatTensor.scalar(0.5f));
    Proto list = new Proto().string(1, "value_floats").packedFloats(7, 1f, 2f).varint(20, 6);
    assertThat(run(OnnxFile.opset(13).node("Constant", "", "y", list))).isEqualTo(of(1f, 2f));
    refused(
        OnnxFile.opset(13).node("Constant", "", "y", attribute("value_string", "a")),
        "it has none of value, value_float(s), value_int(s)");
  }

  @Test
  void halfPrecisionIsReadAsFloat() throws IOException {
    OnnxFile file =
        OnnxFile.opset(14)
            .input("x", FLOAT16, -1)
            .initializer(tensor("w", FLOAT16, 2).bytes(9, new byte[] {0, 0x3c, 0, 0x40}))
            .node("Mul", "x,w", "y");
    assertThat(run(file, "x", of(3f, 4f))).isEqualTo(of(3f, 8f));
  }

  @Test
  void gemmBroadcastsC() throws IOException {
    for (long[] dims : new long[][] {{}, {1}, {3}, {1, 3}, {2, 1}, {2, 3}}) {
      int n = 1;
      for (long d : dims) {
        n *= (int) d;
      }
      float[] c = new float[n];
      for (int i = 0; i < n; i++) {
        c[i] = i + 1;
      }
      OnnxFile file =
          OnnxFile.opset(13)
              .input("a", FLOAT, 2, -1)
              .initializer(floats("b", new float[] {1, 0, 0, 1, 1, 1}, 3, 2))
              .initializer(floats("c", c, dims))
              .node("Gemm", "a,b,c", "y", attribute("transB", 1L), attribute("beta", 2f));
      Tensor y = run(file, "a", FloatTensor.wrap(new float[] {1, 2, 3, 4}, 2, 2));
      float[] product = {1, 2, 3, 3, 4, 7};
      for (int i = 0; i < 6; i++) {
        int at = n == 1 ? 0 : n == 2 ? i / 3 : n == 3 ? i % 3 : i;
        product[i] += 2 * c[at];
      }
      assertThat(y).as("C of %s", (Object) dims).isEqualTo(FloatTensor.wrap(product, 2, 3));
    }
  }

  @Test
  void dropoutAndIdentityPassOn() throws IOException {
    Graph graph =
        read(
            OnnxFile.opset(13)
                .input("x", FLOAT, -1)
                .node("Identity", "x", "a")
                .node("Dropout", "a", "b", attribute("seed", 3L))
                .node("Identity", "b", "y"));
    assertThat(graph.nodes()).isEmpty();
    assertThat(run(graph, "x", of(1f, 2f))).isEqualTo(of(1f, 2f));
  }

  @Test
  void namesTheOperatorThatIsMissing() {
    refused(
        OnnxFile.opset(14).input("x", FLOAT, 2).node("Relu", "x", "h").node("LSTM", "h", "y"),
        "graph.node[1] 'y_node' (LSTM): operator 'LSTM' (domain ai.onnx, operator set 14) is not"
            + " supported");
    Proto foreign =
        new Proto().string(1, "x").string(2, "y").string(4, "Add").string(7, "com.example");
    refused(
        OnnxFile.opset(14).input("x", FLOAT, 2).node(foreign),
        "operator 'Add' (domain com.example, operator set 14) is not supported");
    refused(
        OnnxFile.opset(6).input("x", FLOAT, 2).node("Relu", "x", "y"),
        "opset_import: ONNX operator set 6; 7 to 25 are supported");
    refused(OnnxFile.opset(99).input("x", FLOAT, 2).node("Relu", "x", "y"), "operator set 99");
  }

  @Test
  void refusesAttributesItDoesNotKnow() {
    OnnxFile x = OnnxFile.opset(14).input("x", FLOAT, 2, 2);
    refused(
        x.node("Transpose", "x", "y", attribute("order", 1L)),
        "graph.node[0] 'y_node' (Transpose): attribute 'order' is not supported (operator set 14)");
    refused(
        OnnxFile.opset(14).input("x", FLOAT, 2).node("Softmax", "x", "y", attribute("axis", 1f)),
        "attribute 'axis' is FloatValue, expected IntValue");
    refused(
        OnnxFile.opset(14).input("x", FLOAT, 2).node("Concat", "x", "y"),
        "attribute 'axis' is missing, expected IntValue");
    refused(
        OnnxFile.opset(14)
            .input("x", FLOAT, 2)
            .initializer(longs("s", new long[] {2}, 1))
            .node("Reshape", "x,s", "y", attribute("allowzero", 2L)),
        "attribute 'allowzero' is 2, expected 0 or 1");
  }

  /** Both sizes of an input have one name; nothing may follow from that. */
  @Test
  void equalNamesOfSizesMeanNothing() throws IOException {
    OnnxFile file = OnnxFile.opset(14).input("x", FLOAT, -1, -1).node("Relu", "x", "y");
    assertThat(run(file, "x", FloatTensor.wrap(new float[] {1, 2, 3}, 1, 3)).shape().dims())
        .containsExactly(1, 3);
  }
}
