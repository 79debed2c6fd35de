package dev.octet.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.formats.OnnxFormatException;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.pass.Simplify;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * ONNX's own cases for its operators: models with inputs and the outputs that they must give, from
 * Debian's package {@code libonnx-testdata} (or where {@code -Doctet.onnx.testdata} says).
 */
class BackendCasesTest {
  private static final Path DATA =
      Path.of(System.getProperty("octet.onnx.testdata", "/usr/share/libonnx-testdata/data"));

  private static final Pattern OPERATORS =
      Pattern.compile(
          "test_(abs|add|argmax|averagepool|basic_conv|batchnorm|cast|celu|clip|concat|constant|conv"
              + "|convtranspose|depthtospace|div|dropout|elu|erf|exp|flatten|gather|gemm"
              + "|globalaveragepool|globalmaxpool|hardsigmoid|hardswish|identity|instancenorm"
              + "|leakyrelu|matmul|maxpool|mul|neg|pow|prelu|reciprocal|reduce_mean|relu|reshape"
              + "|resize|shape|sigmoid|slice|softmax|softplus|spacetodepth|split|sqrt|squeeze|sub"
              + "|tanh|transpose|unsqueeze|upsample|.*_pad|wrap_pad)(_.*)?");

  /** Why a case of these operators is refused, by what the error says. */
  private static final Map<Pattern, String> REFUSED =
      Map.ofEntries(
          refusal("test_cast_.*DOUBLE.*", "DOUBLE is not supported"),
          refusal("test_cast_.*STRING.*", "STRING is not supported"),
          refusal("test_pow_types_float32_uint32", "UINT32 is not supported"),
          refusal("test_pow_types_float32_uint64", "UINT64 is not supported"),
          refusal("test_gather_elements_.*", "operator 'GatherElements'"),
          refusal("test_dropout_default_mask(_ratio)?", "2 outputs, one is supported"),
          refusal("test_maxpool_with_argmax_.*", "2 outputs, one is supported"),
          refusal("test_maxpool_2d_uint8", "only floats are supported"),
          refusal("test_clip_default_int8_.*", "only floats are supported"),
          refusal("test_(edge|reflect)_pad", "only floats are supported"),
          refusal("test_batchnorm_.*_training_mode", "'training_mode' is 1"),
          refusal("test_resize_.*_cubic(_align.*|_asym.*)?", "'mode' is 'cubic'"),
          refusal("test_resize_.*_exclude_outside", "exclude_outside and axes are not supported"),
          refusal("test_resize_.*_tf_half_pixel_for_nn", "'tf_half_pixel_for_nn'"),
          refusal("test_resize_tf_crop_and_resize", "'tf_crop_and_resize'"),
          refusal("test_identity_(opt|sequence)", "expected a tensor"),
          refusal("test_softmax_.*_expanded", "operator 'ReduceMax'"));

  private static Map.Entry<Pattern, String> refusal(String cases, String why) {
    return Map.entry(Pattern.compile(cases), why);
  }

  /**
   * Not asked: here the results' number is taken before it is rounded, as by nobody else; and a
   * Flatten that counts from the end to before the first axis.
   */
  private static final Set<String> PECULIAR =
      Set.of("test_resize_downsample_scales_linear_align_corners", "test_flatten_negative_axis4");

  /**
   * These cases keep BFLOAT16 as bits in UINT16 tensors: their models can be read, their data not.
   */
  private static final Pattern BITS = Pattern.compile(".*BFLOAT16.*");

  @BeforeAll
  static void needsTheCases() {
    assumeTrue(
        Files.isDirectory(DATA), "ONNX's cases are not at " + DATA + "; install libonnx-testdata");
  }

  private static List<Path> cases(String kind) throws IOException {
    try (Stream<Path> all = Files.list(DATA.resolve(kind))) {
      return all.filter(p -> Files.exists(p.resolve("model.onnx"))).sorted().toList();
    }
  }

  @TestFactory
  List<DynamicTest> operators() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path c : cases("node")) {
      String name = c.getFileName().toString();
      if (!OPERATORS.matcher(name).matches() || PECULIAR.contains(name)) {
        continue;
      }
      String refused =
          REFUSED.entrySet().stream()
              .filter(e -> e.getKey().matcher(name).matches())
              .map(Map.Entry::getValue)
              .findFirst()
              .orElse(null);
      tests.add(
          refused == null
              ? DynamicTest.dynamicTest(name, () -> agrees(c))
              : DynamicTest.dynamicTest(name + " is refused", () -> refuses(c, refused)));
    }
    assertThat(tests).hasSizeGreaterThan(300);
    return tests;
  }

  /** All others are refused with a reason, or give what they must: none is read wrongly. */
  @Test
  void noOtherModelIsMisunderstood() throws IOException {
    Set<String> read = new TreeSet<>();
    for (String kind : List.of("node", "simple", "pytorch-operator", "pytorch-converted")) {
      for (Path c : cases(kind)) {
        if (kind.equals("node") && OPERATORS.matcher(c.getFileName().toString()).matches()) {
          continue;
        }
        try {
          OnnxReader.read(c.resolve("model.onnx"));
        } catch (OnnxFormatException e) {
          assertThat(e.getMessage()).startsWith("model.onnx: ").doesNotContain("null");
          continue;
        }
        read.add(c.getFileName().toString());
        agrees(c);
      }
    }
    assertThat(read).contains("test_single_relu_model", "test_mvn_expanded");
  }

  private static void refuses(Path c, String why) {
    assertThatThrownBy(() -> OnnxReader.read(c.resolve("model.onnx")))
        .isInstanceOf(OnnxFormatException.class)
        .hasMessageContaining(why);
  }

  private static void agrees(Path c) throws IOException {
    Graph graph = read(c.resolve("model.onnx"));
    if (BITS.matcher(c.getFileName().toString()).matches()) {
      return;
    }
    Session session = graph.session(SessionOptions.threads(1));
    try (Stream<Path> sets = Files.list(c)) {
      for (Path set : sets.filter(Files::isDirectory).toList()) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
          inputs.put(
              graph.inputs().get(i).name(),
              OnnxParser.parseTensor(set.resolve("input_" + i + ".pb")).value());
        }
        Outputs outputs = session.run(inputs);
        for (int i = 0; i < graph.outputs().size(); i++) {
          Tensor expected = OnnxParser.parseTensor(set.resolve("output_" + i + ".pb")).value();
          compare(c + " output " + i, outputs.get(graph.outputs().get(i).name()), expected);
        }
      }
    }
  }

  /** Operators that have not changed since: their cases name operator set 1 or 6. */
  private static Graph read(Path file) throws IOException {
    OnnxModel model = OnnxParser.parse(file);
    long opset = model.opsets().getOrDefault("", 7L);
    OnnxModel known =
        new OnnxModel(
            model.file(),
            model.irVersion(),
            Map.of("", Math.max(7, opset)),
            model.nodes(),
            model.initializers(),
            model.inputs(),
            model.outputs());
    return opset < 7 ? Simplify.all(Importer.graph(known)) : OnnxReader.read(file);
  }

  private static void compare(String what, Tensor got, Tensor expected) {
    if (!(expected instanceof FloatTensor floats)) {
      assertThat(got).as(what).isEqualTo(expected);
      return;
    }
    assertThat(got).as(what).isInstanceOf(FloatTensor.class);
    assertThat(got.shape()).as(what).isEqualTo(expected.shape());
    float[] g = ((FloatTensor) got).toArray();
    float[] e = floats.toArray();
    for (int i = 0; i < e.length; i++) {
      if (Float.compare(g[i], e[i]) != 0) {
        assertThat(g[i])
            .as(what + " element " + i)
            .isCloseTo(e[i], within(1e-6f + 1e-5f * Math.abs(e[i])));
      }
    }
  }
}
