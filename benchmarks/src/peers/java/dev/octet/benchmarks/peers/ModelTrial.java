package dev.octet.benchmarks.peers;

import ai.onnxruntime.OrtException;
import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * all-MiniLM-L6-v2 over one sentence: the float model, and int8 as each runtime has it, Octet by
 * its own dynamic quantization and ONNX Runtime by the model's published int8 sibling.
 */
final class ModelTrial {
  static final List<Integer> TOKENS = List.of(16, 128, 256);

  private static final String FLOAT = "all-minilm-l6-v2.onnx";
  private static final String INT8 = "all-minilm-l6-v2-q.onnx";

  /** Of the last hidden layer, over words at random. */
  private static final double TOLERANCE = 0.3;

  private static final int LAYERS = 6;
  private static final int HIDDEN = 384;
  private static final int INNER = 1536;
  private static final int WORDS = 30_000;

  private ModelTrial() {}

  static String name(int tokens) {
    return "MiniLM " + tokens;
  }

  static Trial of(int tokens, Engines engines) throws IOException, OrtException {
    Map<String, long[]> inputs = inputs(tokens);
    Map<String, Tensor> tensors =
        inputs.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> LongTensor.wrap(e.getValue(), 1, tokens)));
    byte[] model = read(FLOAT);
    Graph original = OnnxReader.read(new ByteArrayInputStream(model));
    Graph int8 = Quantization.quantizeDynamic(original);

    Onnx onnx = new Onnx();
    Onnx.Whole floatPeer = onnx.whole(model, inputs);
    Onnx.Whole int8Peer = onnx.whole(read(INT8), inputs);
    List<Variant> variants = new ArrayList<>();
    variants.add(peer(Numbers.FLOAT, floatPeer));
    variants.add(peer(Numbers.INT8, int8Peer));
    OctetModel octet = OctetModel.of(original, int8, tensors, engines);
    variants.addAll(octet.variants());
    return new Trial(
        name(tokens),
        macs(tokens),
        floatPeer.floats(),
        TOLERANCE,
        variants,
        octet.twoThreads(),
        List.of(onnx::close));
  }

  private static Variant peer(Numbers numbers, Onnx.Whole model) {
    return Variant.peer(Group.MODEL, numbers, "onnxruntime", model, model::floats);
  }

  private static Map<String, long[]> inputs(int tokens) {
    long[] ones = new long[tokens];
    Arrays.fill(ones, 1);
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", new Random(1).longs(tokens, 1000, WORDS).toArray());
    inputs.put("attention_mask", ones);
    inputs.put("token_type_ids", new long[tokens]);
    return inputs;
  }

  private static long macs(int tokens) {
    long weights = 4L * HIDDEN * HIDDEN + 2L * HIDDEN * INNER;
    long attention = 2L * tokens * HIDDEN;
    return LAYERS * tokens * (weights + attention);
  }

  private static byte[] read(String resource) throws IOException {
    try (InputStream in = ModelTrial.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException("class path has no resource " + resource);
      }
      return in.readAllBytes();
    }
  }
}
