package dev.octet.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against files that PyTorch 1.13.1 wrote: src/test/python/checkpoints.py. */
class TorchCheckpointTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dtypes",
        "views",
        "training",
        "quantized",
        "quantized-no-bias",
        "old",
        "old-views",
        "old-protocol1",
        "protocol3",
        "protocol4",
        "protocol5",
        "tensor"
      })
  void whatPyTorchWroteIsRead(String name) throws IOException {
    byte[] file = golden(name + ".pt");
    List<String> expected =
        new String(golden(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
    TorchCheckpoint read = TorchCheckpoint.read(new ByteArrayInputStream(file));
    for (String kind : List.of("tensor", "value", "version", "qparams")) {
      assertThat(lines(read).stream().filter(l -> l.startsWith(kind + " ")))
          .containsExactlyElementsOf(
              expected.stream().filter(l -> l.startsWith(kind + " ")).toList());
    }
    Path path = Files.write(dir.resolve(name), file);
    assertThat(TorchCheckpoint.read(path)).isEqualTo(read);
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = TorchCheckpointTest.class.getResourceAsStream("torch/" + name)) {
      return in.readAllBytes();
    }
  }

  private static TorchCheckpoint checkpoint(String name) throws IOException {
    return TorchCheckpoint.read(new ByteArrayInputStream(golden(name + ".pt")));
  }

  /** The lines that checkpoints.py describes. */
  private static List<String> lines(TorchCheckpoint c) {
    List<String> lines = new ArrayList<>();
    c.versions().forEach((name, v) -> lines.add("version " + quoted(name) + " " + v));
    c.tensors().forEach((name, t) -> addTensor(lines, quoted(name), t));
    c.values()
        .forEach(
            (name, v) -> {
              // Python and Java write the same double differently.
              Object text = v instanceof Double d && d == 1e-8 ? "1e-08" : v;
              lines.add("value " + name + " " + v.getClass().getSimpleName() + " " + text);
            });
    return lines;
  }

  private static String quoted(String name) {
    return name.isEmpty() ? "''" : name;
  }

  private static void addTensor(List<String> lines, String name, Tensor t) {
    String sizes = joined(t.shape().dims(), "x");
    String elements =
        switch (t) {
          case FloatTensor f -> hexadecimal(f.toArray());
          case LongTensor l ->
              IntStream.range(0, l.shape().size())
                  .mapToObj(i -> Long.toString(l.toArray()[i]))
                  .collect(Collectors.joining(","));
          case BoolTensor b ->
              IntStream.range(0, b.shape().size())
                  .mapToObj(i -> b.toArray()[i] ? "1" : "0")
                  .collect(Collectors.joining(","));
          case QTensor q -> joined(q.intRepr(), ",");
        };
    String kind =
        switch (t.dtype()) {
          case FLOAT32 -> "float";
          case INT64 -> "long";
          default -> t.dtype().name().toLowerCase(Locale.ROOT);
        };
    lines.add(
        String.join(
            " ",
            "tensor",
            name,
            kind,
            sizes.isEmpty() ? "scalar" : sizes,
            elements.isEmpty() ? "-" : elements));
    boolean plain = t instanceof QTensor q && q.qparams().scale(0) == 1f;
    if (t instanceof QTensor q && !plain) {
      lines.add(
          "qparams "
              + name
              + " "
              + q.qparams().axis()
              + " "
              + hexadecimal(q.qparams().scales())
              + " "
              + joined(q.qparams().zeroPoints(), ","));
    }
  }

  private static String hexadecimal(float[] values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> "%08x".formatted(Float.floatToRawIntBits(values[i])))
        .collect(Collectors.joining(","));
  }

  private static String joined(int[] values, String separator) {
    return IntStream.of(values).mapToObj(Integer::toString).collect(Collectors.joining(separator));
  }

  @Test
  void viewsOfOneStorageShareIt() throws IOException {
    TorchCheckpoint views = checkpoint("views");
    Tensor base = views.tensors().get("base");
    assertThat(views.tensors().get("last").sharesStorageWith(base)).isTrue();
    assertThat(views.tensors().get("transposed").sharesStorageWith(base)).isFalse();
    assertThat(views.tensors().get("tied_a").sharesStorageWith(views.tensors().get("tied_b")))
        .isTrue();
  }

  /** Layers of both kinds give the same four names; a bias that is not there is not there. */
  @Test
  void quantizedLayersAreNamedAlike() throws IOException {
    TorchCheckpoint with = checkpoint("quantized");
    for (String layer : List.of("conv", "fc")) {
      assertThat(with.sub(layer).tensors())
          .containsOnlyKeys("weight", "bias", "scale", "zero_point");
    }
    QTensor weight = (QTensor) with.tensors().get("fc.weight");
    assertThat(weight.dtype()).isEqualTo(DType.QINT8);
    assertThat(weight.qparams().axis()).isZero();
    assertThat(with.values()).containsOnlyKeys("fc._packed_params.dtype");
    TorchCheckpoint without = checkpoint("quantized-no-bias");
    for (String layer : List.of("conv", "fc")) {
      assertThat(without.sub(layer).tensors()).containsOnlyKeys("weight", "scale", "zero_point");
    }
  }

  @Test
  void partsAreTakenOut() throws IOException {
    TorchCheckpoint state = checkpoint("training").sub("state_dict");
    assertThat(state.tensors().keySet()).startsWith("fc.weight", "fc.bias", "bn.weight");
    assertThat(state.versions()).containsEntry("", 1L).containsEntry("bn", 2L).hasSize(3);
    assertThat(state.values()).isEmpty();
    assertThatThrownBy(() -> state.sub("model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the checkpoint has nothing below 'model', it has [fc, bn]");
  }

  @Test
  void whatIsNoCheckpointIsRefused() throws IOException {
    Path text = Files.writeString(dir.resolve("text.pt"), "this is no checkpoint");
    assertThatThrownBy(() -> TorchCheckpoint.read(text))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "text.pt: this is neither a zip file nor a pickle, so torch.save did not write it");
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThatThrownBy(() -> TorchCheckpoint.read(new ByteArrayInputStream(tar)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("stream: this is the tar format of PyTorch 0.1");
    assertThatThrownBy(() -> TorchCheckpoint.read(InputStream.nullInputStream()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("neither a zip file nor a pickle");
  }
}
