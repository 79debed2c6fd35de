package dev.octet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.examples.quickstart.Report.Model;
import dev.octet.examples.quickstart.Report.Peers;
import dev.octet.examples.quickstart.Report.Quantized;
import dev.octet.examples.report.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Fidelity FIDELITY = new Fidelity(0.999, 0.99, 0.975);
  private static final Report ALONE =
      new Report(
          new Environment("vector (x86, 512 bit)", "a cpu", "a jdk", 1, LocalDate.of(2026, 1, 2)),
          240,
          new Model("float", 1_000_000, 4, 32),
          new Quantized(new Model("int8", 250_000, 2, 16), FIDELITY),
          new Quantized(new Model("preset", 400_000, 2.5, 20), new Fidelity(0.9, 0.8, 0.5)),
          Optional.empty());
  private static final Report BESIDE_PEERS =
      new Report(
          ALONE.environment(),
          ALONE.sentences(),
          ALONE.original(),
          ALONE.int8(),
          ALONE.preset(),
          Optional.of(
              new Peers(
                  "ONNX Runtime 1",
                  new Model("ORT float", 1_000_000, 3, 30),
                  new Quantized(new Model("ORT int8", 300_000, 1, 10), FIDELITY),
                  1e-6,
                  FIDELITY,
                  FIDELITY)));

  @Test
  void jsonHasTheKeysThatReadersRelyOn(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("results/quickstart.json");

    ReportJson.write(ALONE, file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("engine").textValue()).isEqualTo("vector (x86, 512 bit)");
    assertThat(json.get("modelBytesFloat").longValue()).isEqualTo(1_000_000);
    assertThat(json.get("modelBytesInt8").longValue()).isEqualTo(250_000);
    assertThat(json.get("msFloat16").doubleValue()).isEqualTo(4);
    assertThat(json.get("msInt8_16").doubleValue()).isEqualTo(2);
    assertThat(json.get("msFloat128").doubleValue()).isEqualTo(32);
    assertThat(json.get("msInt8_128").doubleValue()).isEqualTo(16);
    assertThat(json.get("cosineMean").doubleValue()).isEqualTo(0.999);
    assertThat(json.get("cosineWorst").doubleValue()).isEqualTo(0.99);
    assertThat(json.get("nearestNeighbourAgreement").doubleValue()).isEqualTo(0.975);
    assertThat(json.at("/pytorchPreset/modelBytesInt8").longValue()).isEqualTo(400_000);
    assertThat(json.at("/pytorchPreset/cosineMean").doubleValue()).isEqualTo(0.9);
    assertThat(json.at("/environment/threads").intValue()).isEqualTo(1);
    assertThat(json.at("/environment/date").textValue()).isEqualTo("2026-01-02");
    assertThat(json.has("peers")).isFalse();
  }

  @Test
  void jsonHasThePeersWhereTheyRan() {
    JsonNode peers = ReportJson.tree(BESIDE_PEERS).get("peers");

    assertThat(peers.get("msFloat16").doubleValue()).isEqualTo(3);
    assertThat(peers.get("msInt8_128").doubleValue()).isEqualTo(10);
    assertThat(peers.get("octetFloatMaxAbsDifference").doubleValue()).isEqualTo(1e-6);
    assertThat(peers.at("/octetInt8ToPeerFloat/cosineMean").doubleValue()).isEqualTo(0.999);
  }

  @Test
  void tableHasAColumnForEachModel() {
    String text = ReportTable.render(ALONE);

    assertThat(text).containsPattern("float +int8 +preset\n");
    assertThat(text).containsPattern("of float +1\\.000 +0\\.250 +0\\.400\n");
    assertThat(text).containsPattern("128 tokens, ms +32\\.00 +16\\.00 +20\\.00\n");
    assertThat(text).containsPattern("times float's speed +1\\.00 +2\\.00 +1\\.60\n");
    assertThat(text).containsPattern("cosine to float, mean +0\\.99900 +0\\.90000\n");
    assertThat(text).doesNotContain("ORT");
    assertThat(ReportTable.render(BESIDE_PEERS))
        .containsPattern("preset +ORT float +ORT int8\n")
        .contains("largest difference  1.00e-06");
  }
}
