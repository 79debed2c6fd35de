package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.Json;
import dev.octet.benchmarks.peers.Measured.TwoThreads;
import dev.octet.benchmarks.peers.RoundRobin.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is written after a run: {@code peers.json} for programs, {@code peers.md} for people.
 *
 * @param environment where it was measured
 * @param measured trials in order
 */
record Report(Map<String, Object> environment, List<Measured> measured) {

  void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("peers.json"), json());
    Files.writeString(directory.resolve("peers.md"), new Tables(this).markdown());
  }

  List<Row> rows() {
    return measured.stream().flatMap(m -> Row.of(m).stream()).toList();
  }

  private String json() {
    List<Object> all = new ArrayList<>();
    List<Object> threads = new ArrayList<>();
    List<Object> allocations = new ArrayList<>();
    for (Measured m : measured) {
      m.timed().forEach(t -> all.add(fields(m, t)));
      m.twoThreads().forEach(t -> threads.add(fields(m, t)));
      m.allocations().forEach(a -> allocations.add(a.fields()));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environment", environment);
    document.put("rows", rows().stream().map(Report::fields).toList());
    document.put("summary", Summary.of(this).stream().map(Summary::fields).toList());
    document.put("twoThreads", threads);
    document.put("allocatedBytes", allocations);
    document.put("measured", all);
    return Json.document(document);
  }

  private static Map<String, Object> fields(Row r) {
    Map<String, Object> f = new LinkedHashMap<>();
    f.put("group", r.group().id());
    f.put("name", r.name());
    f.put("tier", r.tier().id());
    f.put("oursUs", r.ours().us());
    f.put("against", r.against().name().toLowerCase(Locale.ROOT));
    f.put("peer", r.peer());
    f.put("peerUs", r.peers().us());
    f.put("ratio", r.ratio());
    f.put("oursSpread", r.ours().spread());
    f.put("peerSpread", r.peers().spread());
    f.put("oursGmacs", r.gigamacs());
    return f;
  }

  private static Map<String, Object> fields(Measured m, Timed t) {
    Timing timing = t.timing();
    Map<String, Object> f = new LinkedHashMap<>();
    f.put("group", t.group().id());
    f.put("name", m.nameOf(t));
    f.put("who", t.who());
    f.put("us", timing.us());
    f.put("wallUs", timing.wallUs());
    f.put("spread", timing.spread());
    f.put("kept", timing.kept());
    f.put("clean", timing.clean());
    f.put("taken", timing.taken());
    f.put("gmacs", m.macs() / timing.us() / 1e3);
    f.put("fmaPeakGmacs", m.peak());
    return f;
  }

  private static Map<String, Object> fields(Measured m, TwoThreads t) {
    Map<String, Object> f = new LinkedHashMap<>();
    f.put("group", t.group().id());
    f.put("name", m.name());
    f.put("who", t.who());
    f.put("oneThreadUs", t.oneUs());
    f.put("twoThreadsUs", t.twoUs());
    f.put("speedUp", t.speedUp());
    return f;
  }
}
