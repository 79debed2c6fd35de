package dev.octet.examples.ocr;

import dev.octet.examples.report.Environment;
import java.util.List;
import java.util.Optional;

/**
 * All that one run found out.
 *
 * @param environment where it ran
 * @param lines lines that were read
 * @param calibrationLines other lines, with which models were calibrated
 * @param recogniser the recogniser in float
 * @param choices the recogniser in int8, the default first
 * @param classifier the angle classifier in float
 * @param classifierInt8 and in int8
 * @param peer the float models on another runtime, if one is there
 */
record Report(
    Environment environment,
    int lines,
    int calibrationLines,
    Result recogniser,
    List<Result> choices,
    Result classifier,
    Result classifierInt8,
    Optional<PeerResult> peer) {

  /**
   * One model.
   *
   * @param key its name in JSON
   * @param name its name in tables
   * @param accuracy share of characters read, or of lines told upright or not
   * @param ms median milliseconds a line; NaN where it was not timed
   * @param bytes its file's size
   */
  record Result(String key, String name, double accuracy, double ms, long bytes) {}

  /**
   * The float models on another runtime.
   *
   * @param runtime name and version
   * @param recogniserMs median milliseconds a line
   * @param classifierMs median milliseconds a line
   * @param recogniserDifference largest difference of a probability, Octet's to theirs
   * @param classifierDifference the same of the classifier
   */
  record PeerResult(
      String runtime,
      double recogniserMs,
      double classifierMs,
      double recogniserDifference,
      double classifierDifference) {}

  /** The recogniser in int8 with Octet's default. */
  Result int8() {
    return choices.getFirst();
  }
}
