package dev.octet.formats.onnx;

import dev.octet.tensor.LongTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Well-formed models that make no sense: what a mutation of bytes seldom gets through to. */
final class ModelMutation {
  private static final long[] NUMBERS = {
    Long.MIN_VALUE, Integer.MIN_VALUE, -2, -1, 0, 1, 2, 3, 5, Integer.MAX_VALUE, Long.MAX_VALUE
  };
  private static final String[] OPERATORS = {
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Pow",
    "Sqrt",
    "Erf",
    "Tanh",
    "Gather",
    "Unsqueeze",
    "Shape",
    "Concat",
    "Reshape",
    "Transpose",
    "MatMul",
    "Gemm",
    "ReduceMean",
    "Softmax",
    "Cast",
    "Slice"
  };

  private final Random random;
  private final List<OnnxNode> nodes;

  private ModelMutation(OnnxModel model, long seed) {
    this.random = new Random(seed);
    this.nodes = new ArrayList<>(model.nodes());
  }

  /** One to three nodes changed. */
  static OnnxModel of(OnnxModel m, long seed) {
    ModelMutation mutation = new ModelMutation(m, seed);
    for (int i = mutation.random.nextInt(3); i >= 0; i--) {
      mutation.change();
    }
    return new OnnxModel(
        m.file(),
        m.irVersion(),
        m.opsets(),
        mutation.nodes,
        m.initializers(),
        m.inputs(),
        m.outputs());
  }

  private void change() {
    int at = random.nextInt(nodes.size());
    OnnxNode n = nodes.get(at);
    String operator = n.operator();
    List<String> inputs = new ArrayList<>(n.inputs());
    Map<String, OnnxAttribute> attributes = new LinkedHashMap<>(n.attributes());
    switch (random.nextInt(5)) {
      case 0 -> {
        operator = OPERATORS[random.nextInt(OPERATORS.length)];
        attributes.clear();
        attributes.put("axis", new OnnxAttribute.IntValue(number()));
      }
      case 1 -> {
        if (!inputs.isEmpty()) {
          OnnxNode other = nodes.get(random.nextInt(Math.max(1, at)));
          inputs.set(random.nextInt(inputs.size()), other.outputs().getFirst());
        }
      }
      case 2 -> inputs = new ArrayList<>(inputs.reversed());
      case 3 -> {
        nodes.remove(at);
        return;
      }
      default -> attributes.replaceAll((k, v) -> changed(v));
    }
    nodes.set(at, new OnnxNode(n.index(), n.name(), operator, "", inputs, n.outputs(), attributes));
  }

  private OnnxAttribute changed(OnnxAttribute value) {
    return switch (value) {
      case OnnxAttribute.IntValue i -> new OnnxAttribute.IntValue(number());
      case OnnxAttribute.Ints i -> new OnnxAttribute.Ints(numbers(random.nextInt(5)));
      case OnnxAttribute.TensorValue t
          when t.value().value() instanceof LongTensor l && random.nextBoolean() ->
          tensor(numbers(l.shape().size()), l.shape().dims());
      case OnnxAttribute.TensorValue t when t.value().value() instanceof LongTensor -> {
        long[] list = numbers(random.nextInt(6));
        yield tensor(list, list.length);
      }
      default -> value;
    };
  }

  private static OnnxAttribute tensor(long[] values, int... dims) {
    return new OnnxAttribute.TensorValue(
        new OnnxTensor("", OnnxType.INT64, LongTensor.wrap(values, dims)));
  }

  private long[] numbers(int n) {
    long[] list = new long[n];
    Arrays.setAll(list, i -> number());
    return list;
  }

  private long number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
