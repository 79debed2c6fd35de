package dev.octet.examples.quickstart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.examples.quickstart.Report.Model;
import dev.octet.examples.quickstart.Report.Peers;
import dev.octet.examples.quickstart.Report.Quantized;
import dev.octet.examples.report.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report as programs read it. Octet's own int8 stands at the top level. */
final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  static void write(Report report, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree(report));
  }

  static ObjectNode tree(Report report) {
    Environment at = report.environment();
    ObjectNode json = MAPPER.createObjectNode().put("engine", at.engine());
    pair(json, report.original(), report.int8());
    json.put("sentences", report.sentences());
    quantized(json.putObject("pytorchPreset"), report.preset());
    json.putObject("environment")
        .put("cpu", at.cpu())
        .put("jdk", at.jdk())
        .put("threads", at.threads())
        .put("date", at.date().toString());
    report.peers().ifPresent(peers -> peers(json.putObject("peers"), peers));
    return json;
  }

  private static void pair(ObjectNode json, Model original, Quantized int8) {
    json.put("modelBytesFloat", original.modelBytes())
        .put("msFloat16", original.ms16())
        .put("msFloat128", original.ms128());
    quantized(json, int8);
  }

  private static void quantized(ObjectNode json, Quantized int8) {
    json.put("modelBytesInt8", int8.model().modelBytes())
        .put("msInt8_16", int8.model().ms16())
        .put("msInt8_128", int8.model().ms128());
    fidelity(json, int8.fidelity());
  }

  private static void fidelity(ObjectNode json, Fidelity fidelity) {
    json.put("cosineMean", fidelity.cosineMean())
        .put("cosineWorst", fidelity.cosineWorst())
        .put("nearestNeighbourAgreement", fidelity.nearestNeighbourAgreement());
  }

  private static void peers(ObjectNode json, Peers peers) {
    json.put("runtime", peers.runtime());
    pair(json, peers.original(), peers.int8());
    json.put("octetFloatMaxAbsDifference", peers.floatMaxAbsDifference());
    fidelity(json.putObject("octetInt8ToPeerFloat"), peers.octetInt8());
    fidelity(json.putObject("octetPytorchPresetToPeerFloat"), peers.octetPreset());
  }
}
