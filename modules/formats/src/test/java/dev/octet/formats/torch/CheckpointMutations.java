package dev.octet.formats.torch;

import dev.octet.formats.MutatedBytes;
import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads broken copies of good checkpoints; a program of its own, so that its heap can be kept
 * small. Each copy is read, or refused by the one exception that readers promise. Of a zip file the
 * pickle is also broken by itself, since checksums would keep all else from being reached.
 */
final class CheckpointMutations {
  private static final List<String> FILES =
      List.of("views", "quantized", "training", "old", "old-views", "protocol4");
  private static final int SEEDS = 1000;

  private int read;
  private int refused;

  private CheckpointMutations() {}

  public static void main(String[] args) throws IOException {
    CheckpointMutations m = new CheckpointMutations();
    for (String name : FILES) {
      byte[] file = golden(name);
      for (int n = 0; n < file.length; n++) {
        m.check(name + ", first " + n + " bytes", Arrays.copyOf(file, n));
      }
      if (m.read > 0) {
        throw new AssertionError(name + " was read, cut short");
      }
    }
    for (String name : FILES) {
      byte[] file = golden(name);
      for (int seed = 0; seed < SEEDS; seed++) {
        m.check(name + ", seed " + seed, MutatedBytes.of(file, seed));
      }
      if (!name.startsWith("old")) {
        m.pickles(name, file);
      }
    }
    System.out.println("read " + m.read + ", refused " + m.refused);
  }

  private void pickles(String name, byte[] file) throws IOException {
    Source source = Source.of(file);
    byte[] pickle = new ZipFile(source).pickle();
    Map<String, ZipEntry> entries = ZipDirectory.read(source);
    for (int seed = 0; seed < SEEDS; seed++) {
      TorchZip zip = new TorchZip();
      for (ZipEntry e : entries.values()) {
        boolean isPickle = e.name().endsWith("/data.pkl");
        byte[] data =
            isPickle ? MutatedBytes.of(pickle, seed) : source.bytes(e.data(), (int) e.size());
        zip.stored(e.name(), data);
      }
      check(name + ", pickle seed " + seed, zip.toBytes());
    }
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = CheckpointMutations.class.getResourceAsStream(name + ".pt")) {
      return in.readAllBytes();
    }
  }

  private void check(String what, byte[] file) throws IOException {
    long start = System.nanoTime();
    try {
      TorchCheckpoint.read(new ByteArrayInputStream(file));
      read++;
    } catch (ModelFormatException e) {
      refused++;
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    if (seconds > 60) {
      throw new AssertionError(what + " took " + seconds + " s");
    }
  }
}
