package dev.octet.formats.onnx;

import static dev.octet.formats.onnx.OnnxFile.attribute;
import static dev.octet.formats.onnx.OnnxFile.floats;
import static dev.octet.formats.onnx.OnnxFile.longs;

import java.util.Random;

/**
 * A transformer encoder of one layer as exporters write it: every operator that the real ones have,
 * in the spellings of two operator sets.
 */
final class TinyEncoder {
  static final int WIDTH = 8;
  static final int HEADS = 2;
  static final int INNER = 12;
  static final int WORDS = 20;
  static final int POSITIONS = 16;

  /** How GELU's three factors are multiplied. */
  enum Gelu {
    HALF_LAST,
    HALF_FIRST,
    HALF_WITH_SUM
  }

  private final OnnxFile file;
  private final Random random = new Random(20240607);
  private final boolean axesAreInputs;
  private final boolean squareIsProduct;
  private final Gelu gelu;
  private final boolean scaleIsProduct;
  private int constants;

  private TinyEncoder(int opset, boolean squareIsProduct, Gelu gelu, boolean scaleIsProduct) {
    this.file = OnnxFile.opset(opset);
    this.axesAreInputs = opset >= 13;
    this.squareIsProduct = squareIsProduct;
    this.gelu = gelu;
    this.scaleIsProduct = scaleIsProduct;
  }

  static byte[] model() {
    return model(14, false, Gelu.HALF_LAST, false);
  }

  static byte[] model(int opset, boolean squareIsProduct, Gelu gelu, boolean scaleIsProduct) {
    return new TinyEncoder(opset, squareIsProduct, gelu, scaleIsProduct).build();
  }

  private byte[] build() {
    file.input("ids", OnnxFile.INT64, -1, -1).input("mask", OnnxFile.INT64, -1, -1);
    String m = unsqueeze("mask", 1);
    m = op("Cast", "m_float", unsqueeze(m, 2), attribute("to", 1L));
    m = op("Mul", "m", op("Sub", "m_off", number(1) + "," + m) + "," + number(-Float.MAX_VALUE));
    String x = norm("embeddings/norm", embeddings());
    String a = attention("layer/attention", x, m);
    x =
        norm(
            "layer/attention/norm",
            op("Add", "layer/attention/sum", linear("layer/out", a, WIDTH, WIDTH) + "," + x));
    String h = gelu("layer/act", linear("layer/up", x, WIDTH, INNER));
    x = norm("layer/norm", op("Add", "layer/sum", linear("layer/down", h, INNER, WIDTH) + "," + x));
    op("Identity", "states", x);
    file.output("states");
    String first = op("Gather", "pool/first", x + "," + integer(0), attribute("axis", 1L));
    String w = weight("pool/weight", WIDTH, WIDTH);
    String b = weight("pool/bias", WIDTH);
    op(
        "Tanh",
        "pooled",
        op("Gemm", "pool/gemm", first + "," + w + "," + b, attribute("transB", 1L)));
    file.output("pooled");
    return file.toBytes();
  }

  private String embeddings() {
    String words = op("Gather", "embeddings/words", weight("word_table", WORDS, WIDTH) + ",ids");
    String t = unsqueeze(size("ids", 1), 0);
    long[] ids = new long[POSITIONS];
    for (int i = 0; i < POSITIONS; i++) {
      ids[i] = i;
    }
    file.initializer(longs("position_ids", ids, 1, POSITIONS));
    String used =
        op(
            "Slice",
            "positions",
            "position_ids," + list(0) + "," + t + "," + list(1) + "," + list(1));
    String places = weight("position_table", POSITIONS, WIDTH);
    String at = op("Gather", "embeddings/positions", places + "," + used, attribute("axis", 0L));
    return op("Add", "embeddings/sum", words + "," + at);
  }

  private String attention(String name, String x, String mask) {
    String q = linear(name + "/query", x, WIDTH, WIDTH);
    String k = linear(name + "/key", x, WIDTH, WIDTH);
    String v = linear(name + "/value", x, WIDTH, WIDTH);
    String kt = transpose(name + "/kt", cut(name + "/k", k), 0, 2, 3, 1);
    String vt = transpose(name + "/vt", cut(name + "/v", v), 0, 2, 1, 3);
    String qt = transpose(name + "/qt", cut(name + "/q", q), 0, 2, 1, 3);
    String scores = op("MatMul", name + "/scores", qt + "," + kt);
    scores =
        scaleIsProduct
            ? op("Mul", name + "/scaled", number(0.5f) + "," + scores)
            : op("Div", name + "/scaled", scores + "," + number(2));
    scores = op("Add", name + "/masked", scores + "," + mask);
    String p = op("Softmax", name + "/p", scores, attribute("axis", 3L));
    String y = transpose(name + "/yt", op("MatMul", name + "/y", p + "," + vt), 0, 2, 1, 3);
    String b = unsqueeze(size(y, 0), 0);
    String t = unsqueeze(size(y, 1), 0);
    return op(
        "Reshape",
        name + "/joined",
        y
            + ","
            + op("Concat", name + "/js", b + "," + t + "," + list(WIDTH), attribute("axis", 0L)));
  }

  /** [b, t, h * d] to [b, t, h, d], with sizes read from the value. */
  private String cut(String name, String x) {
    String b = unsqueeze(size(x, 0), 0);
    String t = unsqueeze(size(x, 1), 0);
    String parts = b + "," + t + "," + list(HEADS) + "," + list(WIDTH / HEADS);
    String sizes = op("Concat", name + "/sizes", parts, attribute("axis", 0L));
    return op("Reshape", name + "/cut", x + "," + sizes);
  }

  private String norm(String name, String x) {
    Proto axes = attribute("axes", new long[] {-1});
    String d = op("Sub", name + "/d", x + "," + op("ReduceMean", name + "/mean", x, axes));
    String square =
        squareIsProduct
            ? op("Mul", name + "/square", d + "," + d)
            : op("Pow", name + "/square", d + "," + number(2));
    String variance = op("ReduceMean", name + "/variance", square, axes);
    String root =
        op("Sqrt", name + "/root", op("Add", name + "/eps", variance + "," + number(1e-5f)));
    String n = op("Div", name + "/div", d + "," + root);
    String scaled = op("Mul", name + "/scaled", n + "," + weight(name + "/gamma", WIDTH));
    return op("Add", name + "/shifted", weight(name + "/beta", WIDTH) + "," + scaled);
  }

  private String gelu(String name, String x) {
    String scaled =
        gelu == Gelu.HALF_LAST
            ? op("Div", name + "/scaled", x + "," + number((float) Math.sqrt(2)))
            : op("Mul", name + "/scaled", number((float) Math.sqrt(0.5)) + "," + x);
    String sum = op("Add", name + "/sum", op("Erf", name + "/erf", scaled) + "," + number(1));
    String half = number(0.5f);
    return switch (gelu) {
      case HALF_LAST ->
          op("Mul", name + "/gelu", op("Mul", name + "/p", x + "," + sum) + "," + half);
      case HALF_FIRST ->
          op("Mul", name + "/gelu", op("Mul", name + "/p", x + "," + half) + "," + sum);
      case HALF_WITH_SUM ->
          op("Mul", name + "/gelu", x + "," + op("Mul", name + "/p", half + "," + sum));
    };
  }

  private String linear(String name, String x, int in, int out) {
    String product = op("MatMul", name + "/MatMul", x + "," + weight(name + "/weight", in, out));
    return op("Add", name + "/Add", weight(name + "/bias", out) + "," + product);
  }

  private String weight(String name, long... dims) {
    int n = 1;
    for (long d : dims) {
      n *= (int) d;
    }
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    file.initializer(floats(name, values, dims));
    return name;
  }

  private String transpose(String name, String x, long... permutation) {
    return op("Transpose", name, x, attribute("perm", permutation));
  }

  /** One size of a value, as a scalar. */
  private String size(String value, int axis) {
    String shape = op("Shape", "shape_" + ++constants, value);
    return op("Gather", "size_" + constants, shape + "," + integer(axis), attribute("axis", 0L));
  }

  private String unsqueeze(String x, long axis) {
    String name = "unsqueezed_" + ++constants;
    return axesAreInputs
        ? op("Unsqueeze", name, x + "," + list(axis))
        : op("Unsqueeze", name, x, attribute("axes", new long[] {axis}));
  }

  private String integer(long value) {
    return op(
        "Constant", "c_" + ++constants, "", attribute("value", longs("", new long[] {value})));
  }

  private String list(long value) {
    return op(
        "Constant", "c_" + ++constants, "", attribute("value", longs("", new long[] {value}, 1)));
  }

  private String number(float value) {
    return op(
        "Constant", "c_" + ++constants, "", attribute("value", floats("", new float[] {value})));
  }

  private String op(String operator, String output, String inputs, Proto... attributes) {
    file.node(operator, inputs, output, attributes);
    return output;
  }
}
