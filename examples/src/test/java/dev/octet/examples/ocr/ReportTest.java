package dev.octet.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.octet.examples.ocr.Report.PeerResult;
import dev.octet.examples.ocr.Report.Result;
import dev.octet.examples.report.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static Report report(Optional<PeerResult> peer) {
    return new Report(
        new Environment("vector (x86, 512 bit)", "a cpu", "a jdk", 1, LocalDate.of(2026, 1, 2)),
        1000,
        64,
        new Result("float", "float", 0.985, 24, 10_000_000),
        List.of(
            new Result("histogram", "histogram (default)", 0.984, 12, 3_000_000),
            new Result("minMax", "min and max", 0.9, Double.NaN, 3_000_001)),
        new Result("float", "float", 0.999, 2, 600_000),
        new Result("int8", "histogram (default)", 0.998, 1, 200_000),
        peer);
  }

  @Test
  void jsonHasTheKeysThatReadersRelyOn(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("results/ocr.json");

    ReportJson.write(report(Optional.empty()), file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("lines").intValue()).isEqualTo(1000);
    assertThat(json.get("charAccuracyFloat").doubleValue()).isEqualTo(0.985);
    assertThat(json.get("charAccuracyInt8").doubleValue()).isEqualTo(0.984);
    assertThat(json.get("msFloat").doubleValue()).isEqualTo(24);
    assertThat(json.get("msInt8").doubleValue()).isEqualTo(12);
    assertThat(json.get("bytesFloat").longValue()).isEqualTo(10_000_000);
    assertThat(json.get("bytesInt8").longValue()).isEqualTo(3_000_000);
    assertThat(json.at("/charAccuracyByObserver/minMax").doubleValue()).isEqualTo(0.9);
    assertThat(json.at("/angle/accuracyInt8").doubleValue()).isEqualTo(0.998);
    assertThat(json.has("peer")).isFalse();
  }

  @Test
  void tableHasALineForEachModel() {
    PeerResult peer = new PeerResult("ONNX Runtime 1", 20, 1, 1e-4, 1e-6);
    String text = ReportTable.render(report(Optional.of(peer)));
    assertThat(text)
        .contains("1000 drawn lines")
        .containsPattern("recogniser, float +0.9850 +24.00 +10.00")
        .containsPattern("int8, min and max +0.9000 +3.00")
        .contains("ONNX Runtime 1, float: recogniser 20.00 ms")
        .contains("1.0e-04, 1.0e-06");
    assertThat(ReportJson.tree(report(Optional.of(peer))).at("/peer/maxAbsDifference").asDouble())
        .isEqualTo(1e-4);
  }
}
