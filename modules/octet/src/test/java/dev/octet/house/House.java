package dev.octet.house;

import static dev.octet.house.Artifact.CORE;
import static dev.octet.house.Artifact.FORMATS;
import static dev.octet.house.Artifact.KERNELS_ARM;
import static dev.octet.house.Artifact.KERNELS_VECTOR;
import static dev.octet.house.Artifact.KERNELS_X86;
import static dev.octet.house.Artifact.NN;
import static dev.octet.house.Artifact.OBSERVERS;
import static dev.octet.house.Artifact.OCTET;
import static dev.octet.house.Artifact.ZOO;

import java.util.List;
import java.util.Set;

/** The arrows of the design: who knows whom, and nothing else. */
final class House {

  static final List<Artifact> ARTIFACTS =
      List.of(
          new Artifact("core", CORE, Set.of(), Set.of()),
          new Artifact("observers", OBSERVERS, Set.of(CORE), Set.of()),
          new Artifact("kernels-vector", KERNELS_VECTOR, Set.of(CORE), Set.of()),
          new Artifact("kernels-x86", KERNELS_X86, Set.of(CORE, KERNELS_VECTOR), Set.of()),
          new Artifact("kernels-arm", KERNELS_ARM, Set.of(CORE, KERNELS_VECTOR), Set.of()),
          new Artifact("modules/nn", NN, Set.of(CORE, OBSERVERS), Set.of()),
          new Artifact("modules/formats", FORMATS, Set.of(CORE, OBSERVERS, NN), Set.of()),
          new Artifact("modules/zoo", ZOO, Set.of(CORE, OBSERVERS, NN, FORMATS), Set.of()),
          new Artifact(
              "modules/octet",
              OCTET,
              Set.of(CORE, OBSERVERS, NN, FORMATS, ZOO),
              Set.of(KERNELS_X86, KERNELS_ARM)));

  private House() {}
}
