package dev.octet.examples.ocr;

import dev.octet.examples.ocr.Report.PeerResult;
import dev.octet.examples.ocr.Report.Result;
import dev.octet.examples.report.Environment;
import dev.octet.examples.report.Progress;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Quantizes PaddleOCR's recogniser and angle classifier and counts what that costs, on lines of
 * text that are drawn here. Prints one table, and writes it to {@code ocr.json} beside the
 * quantized models.
 */
public final class Ocr {
  private static final int LINES = 1_000;
  private static final int CALIBRATION_LINES = 64;

  private final Path directory;
  private final Optional<Peer> peer;
  private final Progress progress;
  private final List<Line> calibration;
  private final List<Line> lines;

  private Ocr(Path directory, Progress progress) throws IOException {
    this.directory = directory;
    this.peer = ServiceLoader.load(Peer.class).findFirst();
    this.progress = progress;
    progress.phase("drawing");
    List<Font> fonts = Typefaces.load();
    List<String> sentences = RapidOcr.sentences();
    int some = sentences.size() / 4;
    calibration = Line.draw(CALIBRATION_LINES, sentences.subList(0, some), fonts, 1);
    lines = Line.draw(LINES, sentences.subList(some, sentences.size()), fonts, 2);
  }

  /**
   * Runs it all.
   *
   * @param args the directory for results; {@code target/results} if there is none
   * @throws IOException if a model cannot be read, or a result not written
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args.length > 0 ? args[0] : "target/results");
    Report report;
    try (Progress progress = Progress.start("ocr", steps())) {
      report = new Ocr(directory, progress).run();
    }
    ReportJson.write(report, directory.resolve("ocr.json"));
    System.out.print(ReportTable.render(report));
  }

  private static int steps() {
    int calibration = (Choice.all().size() + 2) * CALIBRATION_LINES;
    return calibration + Trial.steps(LINES) + Trial.steps(2 * LINES);
  }

  private Report run() throws IOException {
    Quantized recogniser = recogniser();
    Trial reading = read(recogniser);
    Quantized classifier = classifier();
    Trial telling = tell(classifier);
    List<Result> choices = new ArrayList<>();
    for (int i = 0; i < Choice.all().size(); i++) {
      Choice c = Choice.all().get(i);
      choices.add(
          new Result(
              c.key(),
              c.name(),
              reading.accuracy()[i + 1],
              i == 0 ? reading.ms()[1] : Double.NaN,
              recogniser.int8().get(i).modelBytes()));
    }
    return new Report(
        Environment.of(recogniser.original().engine(), OctetModel.THREADS),
        LINES,
        CALIBRATION_LINES,
        result(recogniser.original(), reading, 0),
        choices,
        result(classifier.original(), telling, 0),
        result(classifier.int8().getFirst(), telling, 1),
        peer.map(
            p ->
                new PeerResult(
                    p.runtime(),
                    reading.ms()[2],
                    telling.ms()[2],
                    reading.difference(),
                    telling.difference())));
  }

  private static Result result(OctetModel model, Trial trial, int i) {
    String key = i == 0 ? "float" : "int8";
    return new Result(key, model.name(), trial.accuracy()[i], trial.ms()[i], model.modelBytes());
  }

  private Quantized recogniser() throws IOException {
    List<Pixels> images = calibration.stream().map(l -> Pixels.forRecogniser(l.image())).toList();
    byte[] onnx = RapidOcr.model(RapidOcr.RECOGNISER);
    return Quantized.of(onnx, Choice.all(), images, directory, "recogniser", progress);
  }

  /** Both ways up. */
  private Quantized classifier() throws IOException {
    List<Choice> standard = Choice.all().subList(0, 1);
    byte[] onnx = RapidOcr.model(RapidOcr.CLASSIFIER);
    return Quantized.of(onnx, standard, bothWays(calibration), directory, "classifier", progress);
  }

  private static List<Pixels> bothWays(List<Line> lines) {
    List<Pixels> images = new ArrayList<>();
    for (Line line : lines) {
      BufferedImage image = line.image();
      images.add(Pixels.forClassifier(image));
      images.add(Pixels.forClassifier(Pixels.turned(image)));
    }
    return images;
  }

  private Trial read(Quantized models) throws IOException {
    progress.phase("reading");
    Alphabet alphabet = RapidOcr.alphabet();
    List<String> expected = lines.stream().map(Line::text).toList();
    Trial.Reading<String> reading =
        new Trial.Reading<>() {
          @Override
          public String one(float[] output) {
            return alphabet.decode(output);
          }

          @Override
          public double accuracy(List<String> all) {
            return CharAccuracy.of(expected, all);
          }
        };
    List<Pixels> images = lines.stream().map(l -> Pixels.forRecogniser(l.image())).toList();
    return trial(models, RapidOcr.RECOGNISER, images, reading);
  }

  private Trial tell(Quantized models) throws IOException {
    progress.phase("turning");
    Trial.Reading<Boolean> reading =
        new Trial.Reading<>() {
          @Override
          public Boolean one(float[] output) {
            return output[1] > output[0];
          }

          @Override
          public double accuracy(List<Boolean> all) {
            int right = 0;
            for (int i = 0; i < all.size(); i++) {
              right += all.get(i) == (i % 2 == 1) ? 1 : 0;
            }
            return (double) right / all.size();
          }
        };
    return trial(models, RapidOcr.CLASSIFIER, bothWays(lines), reading);
  }

  /** Octet's float model, its int8 models, then the peer's; the first two and the peer's timed. */
  private <T> Trial trial(
      Quantized models, String resource, List<Pixels> images, Trial.Reading<T> reading)
      throws IOException {
    List<ImageModel> all = new ArrayList<>(List.of(models.original()));
    all.addAll(models.int8());
    List<ImageModel> timed = new ArrayList<>(all.subList(0, 2));
    if (peer.isEmpty()) {
      return Trial.run(all, timed, images, reading, progress);
    }
    try (ImageModel theirs = peer.get().open(RapidOcr.model(resource))) {
      all.add(theirs);
      timed.add(theirs);
      return Trial.run(all, timed, images, reading, progress);
    }
  }
}
