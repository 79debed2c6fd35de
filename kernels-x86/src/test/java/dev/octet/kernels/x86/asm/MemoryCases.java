package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Places in memory: every base, every index, and the distances at which encodings change. */
final class MemoryCases {
  /** The bases that are encoded differently, and one that is not. */
  private static final List<Gpr> SPECIAL = List.of(Gpr.RSP, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.RDI);

  private MemoryCases() {}

  /**
   * Bases and indices with distances.
   *
   * @param unit what EVEX's one-byte distance counts
   */
  static List<Mem> of(int unit, Random random) {
    List<Integer> disps = disps(unit);
    List<Mem> places = new ArrayList<>();
    for (Gpr base : Gpr.values()) {
      for (int disp : SPECIAL.contains(base) ? disps : List.of(0, 1, -128, 128, 4 * unit)) {
        places.add(Mem.at(base, disp));
      }
      for (Gpr index : Gpr.values()) {
        for (int scale = 1; index != Gpr.RSP && scale <= 8; scale *= 2) {
          places.add(Mem.at(base, index, scale, disps.get(random.nextInt(disps.size()))));
        }
      }
    }
    for (int disp : disps) {
      places.add(Mem.at(Gpr.R13, Gpr.R12, 4, disp));
    }
    return places;
  }

  /** A place of any kind. */
  static Mem any(int unit, Random random) {
    List<Integer> disps = disps(unit);
    int disp = random.nextBoolean() ? disps.get(random.nextInt(disps.size())) : random.nextInt();
    Gpr base = Gpr.values()[random.nextInt(16)];
    Gpr index = Gpr.values()[random.nextInt(16)];
    return index == Gpr.RSP || random.nextBoolean()
        ? Mem.at(base, disp)
        : Mem.at(base, index, 1 << random.nextInt(4), disp);
  }

  /** Labels belong to one assembler: each gets its own, where the instruction begins. */
  static Mem bound(Assembler a, Mem m) {
    return m.label() == null
        ? m
        : new Mem(null, null, 1, m.disp(), a.here(), m.broadcast(), m.mask());
  }

  private static List<Integer> disps(int unit) {
    Set<Integer> disps = new LinkedHashSet<>();
    for (int near : new int[] {0, 1, 2, 63, 64, 126, 127, 128, 129, 130}) {
      for (int disp : new int[] {near, near * unit, near * unit + 1, near * unit - 1}) {
        disps.add(disp);
        disps.add(-disp);
      }
    }
    disps.addAll(List.of(1 << 20, -(1 << 20), Integer.MAX_VALUE, Integer.MIN_VALUE));
    return new ArrayList<>(disps);
  }
}
