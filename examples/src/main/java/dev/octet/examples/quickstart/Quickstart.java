package dev.octet.examples.quickstart;

import dev.octet.examples.quickstart.Report.Model;
import dev.octet.examples.quickstart.Report.Peers;
import dev.octet.examples.quickstart.Report.Quantized;
import dev.octet.examples.report.Environment;
import dev.octet.examples.report.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Quantizes a real sentence encoder and shows what it gains and what it costs. Prints one table,
 * and writes it to {@code quickstart.json} beside the quantized models.
 */
public final class Quickstart {
  private Quickstart() {}

  /**
   * Runs it all.
   *
   * @param args the directory for results; {@code target/results} if there is none
   * @throws IOException if a model cannot be read, or a result not written
   */
  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args.length > 0 ? args[0] : "target/results");
    Report report = run(directory);
    ReportJson.write(report, directory.resolve("quickstart.json"));
    System.out.print(ReportTable.render(report));
  }

  private static Report run(Path directory) throws IOException {
    List<String> sentences = MiniLm.sentences();
    Optional<Peer> peer = ServiceLoader.load(Peer.class).findFirst();
    int steps = Models.STEPS + Trial.steps(sentences.size());
    try (Progress progress = Progress.start("quickstart", steps);
        Models models = Models.open(directory, peer, progress)) {
      Trial trial = Trial.run(models.all(), MiniLm.tokenizer(), sentences, progress);
      return new Report(
          Environment.of(models.original().engine(), OctetEncoder.THREADS),
          sentences.size(),
          model(models, trial, Models.FLOAT),
          quantized(models, trial, Models.FLOAT, Models.INT8),
          quantized(models, trial, Models.FLOAT, Models.PRESET),
          peer.map(p -> peers(p, models, trial)));
    }
  }

  private static Peers peers(Peer peer, Models models, Trial trial) {
    float[][][] embeddings = trial.embeddings();
    float[][] reference = embeddings[Models.PEER_FLOAT];
    return new Peers(
        peer.runtime(),
        model(models, trial, Models.PEER_FLOAT),
        quantized(models, trial, Models.PEER_FLOAT, Models.PEER_INT8),
        Vectors.maxAbsDifference(reference, embeddings[Models.FLOAT]),
        Fidelity.of(reference, embeddings[Models.INT8]),
        Fidelity.of(reference, embeddings[Models.PRESET]));
  }

  private static Model model(Models models, Trial trial, int encoder) {
    Encoder e = models.all().get(encoder);
    return new Model(e.name(), e.modelBytes(), trial.ms16()[encoder], trial.ms128()[encoder]);
  }

  private static Quantized quantized(Models models, Trial trial, int original, int encoder) {
    return new Quantized(
        model(models, trial, encoder),
        Fidelity.of(trial.embeddings()[original], trial.embeddings()[encoder]));
  }
}
