package dev.octet.examples.ocr;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.octet.examples.ocr.Report.Result;
import dev.octet.examples.report.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The report as a file for programs. */
final class ReportJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ReportJson() {}

  static void write(Report report, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree(report));
  }

  static ObjectNode tree(Report report) {
    ObjectNode json = MAPPER.createObjectNode().put("lines", report.lines());
    pair(json, "charAccuracy", report.recogniser(), report.int8());
    json.put("calibrationLines", report.calibrationLines());
    ObjectNode choices = json.putObject("charAccuracyByObserver");
    report.choices().forEach(c -> choices.put(c.key(), c.accuracy()));
    pair(json.putObject("angle"), "accuracy", report.classifier(), report.classifierInt8());
    report
        .peer()
        .ifPresent(
            p ->
                json.putObject("peer")
                    .put("runtime", p.runtime())
                    .put("msFloat", p.recogniserMs())
                    .put("msFloatAngle", p.classifierMs())
                    .put("maxAbsDifference", p.recogniserDifference())
                    .put("maxAbsDifferenceAngle", p.classifierDifference()));
    Environment at = report.environment();
    json.put("engine", at.engine())
        .putObject("environment")
        .put("cpu", at.cpu())
        .put("jdk", at.jdk())
        .put("threads", at.threads())
        .put("date", at.date().toString());
    return json;
  }

  private static void pair(ObjectNode json, String accuracy, Result original, Result int8) {
    json.put(accuracy + "Float", original.accuracy())
        .put(accuracy + "Int8", int8.accuracy())
        .put("msFloat", original.ms())
        .put("msInt8", int8.ms())
        .put("bytesFloat", original.bytes())
        .put("bytesInt8", int8.bytes());
  }
}
