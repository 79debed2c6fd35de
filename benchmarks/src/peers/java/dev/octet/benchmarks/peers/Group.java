package dev.octet.benchmarks.peers;

import java.util.Arrays;
import java.util.Optional;

/** Kinds of rows. */
enum Group {
  LINEAR_STATIC("linear-static"),
  LINEAR_DYNAMIC("linear-dynamic"),
  CONV("conv"),
  FLOAT_LINEAR("float-linear"),
  FLOAT_CONV("float-conv"),
  MODEL("model");

  private final String id;

  Group(String id) {
    this.id = id;
  }

  /** The name on the command line and in reports. */
  String id() {
    return id;
  }

  static Optional<Group> of(String id) {
    return Arrays.stream(values()).filter(g -> g.id.equals(id)).findFirst();
  }
}
