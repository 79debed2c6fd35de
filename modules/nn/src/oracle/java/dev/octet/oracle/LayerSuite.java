package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.nn.modules.ConvWeights;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.QConfig;
import dev.octet.observe.QScheme;
import dev.octet.oracle.TorchBytes.Answer;
import dev.octet.quantization.QConfigMapping;
import dev.octet.tensor.DType;
import dev.octet.tensor.QTensor;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/**
 * Layers that were converted beside PyTorch's operators, called with the same integers and
 * parameters. Another seed each time; {@code -Doctet.oracle.seed=} repeats one.
 */
final class LayerSuite {
  static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());

  /** 8 bits and 7, both signs, weights per channel and per tensor, by min and max and histogram. */
  private static final List<QConfig> CONFIGS =
      List.of(
          minMax(DType.QUINT8).weight(QConfig::perChannelWeight),
          QConfig.PER_CHANNEL,
          QConfig.DEFAULT,
          minMax(DType.QINT8),
          minMax(DType.QINT8).weight(QConfig::perChannelWeight),
          QConfig.FBGEMM,
          QConfig.SYMMETRIC_QNNPACK);

  private LayerSuite() {}

  private static QConfig minMax(DType dtype) {
    return QConfig.DEFAULT.activation(() -> new MinMaxObserver(QScheme.affine(dtype)));
  }

  /** A configuration; PyTorch packs weights of transposed convolutions per tensor only. */
  static QConfigMapping mapping(int i) {
    QConfig config = CONFIGS.get(i % CONFIGS.size());
    QConfigMapping mapping = QConfigMapping.of(config);
    for (int spatial = 1; spatial <= 3; spatial++) {
      mapping =
          mapping.type(ConvWeights.type(spatial, true), config.weight(QConfig::perTensorWeight));
    }
    return mapping;
  }

  static void check(String operator, int cases, Function<Draw, Layer> kind) {
    check(operator, cases, new Steps(), kind);
  }

  static void check(String operator, int cases, Steps steps, Function<Draw, Layer> kind) {
    for (int i = 0; i < cases; i++) {
      Draw draw = new Draw(SEED + i);
      compare(kind.apply(draw), i, steps, operator + ", seed " + SEED + " + " + i, draw);
    }
    steps.check(operator + ", converted");
  }

  private static void compare(Layer layer, int i, Steps steps, String what, Draw draw) {
    Converted c = Converted.of(layer, mapping(i), draw);
    IValue[] x = c.inputs().stream().map(q -> pytorch(q, layer)).toArray(IValue[]::new);
    Answer answer = layer.pytorch.of(x, c);
    boolean moved = layer.unsigned && !c.y().unsigned();
    ByteParams y = moved ? unsigned(c.y()) : c.y();
    byte[] octet = Converted.bytes(c.output());
    String where = what + ", " + c.module().type() + ", " + y;
    assertThat(answer.params()).as(where).isEqualTo(y);
    double[][] exact = new double[1][];
    steps.compare(
        y,
        moved ? moved(octet) : octet,
        answer.values(),
        e -> {
          exact[0] = Objects.requireNonNullElseGet(exact[0], () -> layer.exact.of(c));
          return exact[0][e];
        },
        where);
  }

  private static IValue pytorch(QTensor q, Layer layer) {
    byte[] bytes = Converted.bytes(q);
    ByteParams p = q.byteParams();
    boolean moved = layer.unsigned && !p.unsigned();
    ByteParams params = moved ? unsigned(p) : p;
    Tensor t =
        Operators.quantized(
            moved ? moved(bytes) : bytes,
            params.unsigned(),
            params.scale(),
            params.zeroPoint(),
            longs(q.shape().dims()));
    int rank = q.shape().rank();
    return new IValue(
        layer.channelsLast && rank > 3
            ? t.contiguous(rank == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.ChannelsLast3d)
            : t);
  }

  /** What stands for the same real numbers with 128 added to each integer. */
  static ByteParams unsigned(ByteParams p) {
    return p.unsigned() ? p : new ByteParams(p.scale(), p.zeroPoint() + 128, true);
  }

  private static byte[] moved(byte[] signed) {
    byte[] bytes = new byte[signed.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (signed[i] + 128);
    }
    return bytes;
  }

  static long[] longs(int... dims) {
    long[] longs = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      longs[i] = dims[i];
    }
    return longs;
  }
}
