package dev.octet.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
  @TempDir Path dir;

  @Test
  void tensorsComeBackFromAFileAndFromAStream() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("position_ids", LongTensor.wrap(new long[] {0, 1, 2}, 1, 3));
    tensors.put("weight", FloatTensor.wrap(new float[] {1, -0.5f}, 2, 1));
    tensors.put(
        "codes",
        QTensor.wrap(new byte[] {-1, 5}, Shape.of(2), DType.QUINT8, QParams.perTensor(1, 0)));
    Safetensors file = new Safetensors(Map.of("format", "pt"), tensors);
    Path path = dir.resolve("a.safetensors");
    file.write(path);
    assertThat(Safetensors.read(path)).isEqualTo(file);
    assertThat(file.floats()).containsOnlyKeys("weight");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.write(out);
    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(path));
    assertThat(Safetensors.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(file);
  }

  @Test
  void scalesHaveNoPlace() {
    QTensor q = QTensor.wrap(new byte[1], Shape.of(1), DType.QINT8, QParams.perTensor(0.5f, 0));
    assertThatThrownBy(() -> Safetensors.of(Map.of("w", q)))
        .hasMessage(
            "tensor 'w' is QINT8 with scale=0.5, zeroPoint=0; safetensors keeps integers and no"
                + " scales, expected scale=1.0, zeroPoint=0");
  }

  @Test
  void whatIsNoFileOfThisKindIsRefused() throws IOException {
    Path path = Files.writeString(dir.resolve("text"), "this is no safetensors file");
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("text: the header's length is ");
  }
}
