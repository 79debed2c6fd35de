package dev.octet.benchmarks.peers;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The comparison itself; {@link Launcher} starts it in the environment that it needs. */
public final class Peers {
  private final PrintStream out;
  private final Selection selection;
  private final Engines engines = Engines.here();
  private final RoundRobin clock = new RoundRobin();
  private final List<Measured> measured = new ArrayList<>();

  private Peers(PrintStream out, Selection selection) {
    this.out = out;
    this.selection = selection;
  }

  /** Makes a trial. */
  private interface Maker {
    Trial make() throws Exception;
  }

  /**
   * Measures and reports.
   *
   * @param arguments the folder for results, then groups and parts of names
   * @throws Exception whatever goes wrong
   */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Selection selection = Selection.of(Arrays.copyOfRange(arguments, 1, arguments.length));
    new Peers(System.out, selection).run(directory);
  }

  private void run(Path directory) throws Exception {
    Map<String, Object> environment = Environment.describe(engines);
    engines.missing().forEach(m -> out.println("missing: " + m));
    environment.put("missing", engines.missing());
    environment.put("loadBefore", Environment.load());
    long start = System.nanoTime();
    if (selection.hasAny(Group.LINEAR_STATIC, Group.LINEAR_DYNAMIC, Group.FLOAT_LINEAR)) {
      for (LinearShape s : LinearShape.ALL) {
        trial(s.name(), () -> LinearTrial.of(s, selection, engines));
      }
    }
    if (selection.hasAny(Group.CONV, Group.FLOAT_CONV)) {
      for (ConvShape s : ConvShape.ALL) {
        trial(s.name(), () -> ConvTrial.of(s, selection, engines));
      }
    }
    if (selection.hasAny(Group.MODEL)) {
      for (int tokens : ModelTrial.TOKENS) {
        trial(ModelTrial.name(tokens), () -> ModelTrial.of(tokens, engines));
      }
      for (String name : ImageModel.ALL.keySet()) {
        trial(name, () -> ImageTrial.of(name, engines));
      }
    }
    if (measured.isEmpty()) {
      throw new IllegalArgumentException("nothing to measure for " + selection);
    }
    environment.put(
        "fmaPeakGmacs",
        RoundRobin.median(measured.stream().mapToDouble(Measured::peak).sorted().toArray()));
    environment.put("twoThreadsAtMost", Measured.mostOfTwoThreads(engines.best().engine(), clock));
    environment.put("loadAfter", Environment.load());
    environment.put("seconds", (System.nanoTime() - start) / 1e9);
    new Report(environment, measured).write(directory);
    out.println("results: " + directory.resolve("peers.md").toAbsolutePath().normalize());
  }

  private void trial(String name, Maker maker) throws Exception {
    if (!selection.has(name)) {
      return;
    }
    try (Trial trial = maker.make()) {
      Measured m = Measured.of(trial, clock);
      measured.add(m);
      for (Row r : Row.of(m)) {
        out.printf(
            Locale.ROOT,
            "%-14s %-20s %-6s %9.2f us   %-36s %9.2f us   ratio %5.2f%n",
            r.group().id(),
            r.name(),
            r.tier().id(),
            r.ours().us(),
            r.peer(),
            r.peers().us(),
            r.ratio());
      }
    }
  }
}
