package dev.octet.formats.onnx;

import dev.octet.formats.MutatedBytes;
import dev.octet.formats.OnnxFormatException;
import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.pass.Simplify;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Random;

/**
 * Reads broken copies of good models; a program of its own, so that its heap can be kept small.
 * Each copy is read, or refused by the one exception that readers promise. What can be read is run
 * too where that is cheap, and may be refused there by the exception of {@code Session.run}.
 */
final class Mutations {
  private static final int TINY = 1000;
  private static final int REAL = 15;

  /** The nodes of all-MiniLM-L6-v2 come before its weights. */
  private static final int REAL_HEADER = 130_000;

  private int read;
  private int ran;
  private int refused;

  private Mutations() {}

  public static void main(String[] args) throws IOException {
    Mutations m = new Mutations();
    byte[] tiny = TinyEncoder.model();
    for (int seed = 0; seed < TINY; seed++) {
      m.check(
          "tiny encoder, seed " + seed,
          new ByteArrayInputStream(MutatedBytes.of(tiny, seed)),
          true);
    }
    OnnxModel model = OnnxParser.parse(new ByteArrayInputStream(tiny));
    for (int seed = 0; seed < TINY; seed++) {
      m.check("tiny encoder, model seed " + seed, ModelMutation.of(model, seed));
    }
    byte[] header;
    try (InputStream in = MiniLmTest.file()) {
      header = in.readNBytes(REAL_HEADER);
    }
    for (int seed = 0; seed < REAL; seed++) {
      try (InputStream in = MiniLmTest.file()) {
        in.skipNBytes(REAL_HEADER);
        InputStream broken = new ByteArrayInputStream(MutatedBytes.of(header, seed));
        m.check("MiniLM, seed " + seed, new SequenceInputStream(broken, in), false);
      }
    }
    System.out.println("read " + m.read + ", ran " + m.ran + ", refused " + m.refused);
  }

  private interface Source {
    Graph read() throws IOException;
  }

  private void check(String what, InputStream in, boolean run) throws IOException {
    check(what, () -> OnnxReader.read(in), run);
  }

  private void check(String what, OnnxModel model) throws IOException {
    check(what, () -> Simplify.all(Importer.graph(model)), true);
  }

  private void check(String what, Source source, boolean run) throws IOException {
    long start = System.nanoTime();
    try {
      Graph graph = source.read();
      read++;
      if (run) {
        graph.session(SessionOptions.threads(1)).run(SimplifiedTest.inputs(2, 3, new Random(1)));
        ran++;
      }
    } catch (OnnxFormatException e) {
      refused++;
    } catch (IllegalArgumentException e) {
      // From running: the mutation made another model.
      if (!run) {
        throw e;
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    if (seconds > 60) {
      throw new AssertionError(what + " took " + seconds + " s");
    }
  }
}
