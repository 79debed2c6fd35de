package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/** What kernels can ask of one {@link Op} in one width. */
final class VectorCases {
  private final Op op;
  private final Vec.Width width;
  private final Random random;
  private final List<EncodingCase> cases = new ArrayList<>();

  /** Registers below this are drawn: those of VEX, or all. */
  private int limit;

  /**
   * What an instruction is given.
   *
   * @param reg the register in ModRM.reg; the destination of a SHIFT
   * @param vvvv the second source, where there is one
   * @param rm register or memory
   * @param mask of the destination, or null
   */
  private record Operands(int reg, int vvvv, Operand rm, Mask mask, boolean zeroing, int imm) {}

  private VectorCases(Op op, Vec.Width width) {
    this.op = op;
    this.width = width;
    this.random = new Random(op.name().hashCode() + width.ordinal());
  }

  static List<EncodingCase> of(Op op, Vec.Width width) {
    VectorCases all = new VectorCases(op, width);
    for (int limit = 16; limit <= all.registerCount(); limit *= 2) {
      all.limit = limit;
      all.registers();
      all.places();
    }
    all.masks();
    all.mixtures();
    return all.cases;
  }

  /** Every register in every position. */
  private void registers() {
    for (int n = 0; n < limit; n++) {
      add(new Operands(n, register(), rm(), null, false, imm()));
      if (hasVvvv()) {
        add(new Operands(register(), n, rm(), null, false, imm()));
      }
      if (!rmIsMemory()) {
        add(new Operands(register(), register(), part(n), null, false, imm()));
      }
    }
  }

  private void masks() {
    if (!isMaskable()) {
      return;
    }
    for (Mask mask : Mask.values()) {
      for (int i = 0; i < 2; i++) {
        add(new Operands(register(), register(), rm(), mask, false, imm()));
        add(new Operands(register(), register(), memory(), mask, false, imm()));
        if (!storesOnly()) {
          add(new Operands(register(), register(), rm(), mask, op.form != Op.Form.MRI, imm()));
        }
        if (op.form == Op.Form.MRI) {
          add(new Operands(register(), register(), part(register()), mask, true, imm()));
        }
      }
    }
  }

  private void places() {
    if (op.form == Op.Form.SHIFT && op.evexW < 0) {
      return;
    }
    for (Mem m : MemoryCases.of(unit(false), random)) {
      add(new Operands(register(), register(), m, null, false, imm()));
    }
    if (op.broadcasts() && limit == 32) {
      for (Mem m : MemoryCases.of(unit(true), random)) {
        add(new Operands(register(), register(), m.repeated(), null, false, imm()));
      }
    }
    for (int disp : new int[] {0, 64, -4096}) {
      add(new Operands(register(), register(), here().plus(disp), null, false, imm()));
    }
  }

  private void mixtures() {
    for (int i = 0; i < 300; i++) {
      Operand rm = random.nextBoolean() ? rm() : memory();
      boolean masked = isMaskable() && random.nextBoolean();
      Mask mask = masked ? Mask.values()[random.nextInt(7)] : null;
      boolean zeroing = masked && !(storesOnly() || op.form == Op.Form.MRI) && random.nextBoolean();
      add(new Operands(register(), register(), rm, mask, zeroing, imm()));
    }
  }

  private void add(Operands o) {
    cases.add(
        new EncodingCase(
            (isVex(o) ? vexName(o) : evexName()) + " " + text(o), a -> write(o).accept(a)));
  }

  /** A second statement of when VEX is chosen. */
  private boolean isVex(Operands o) {
    boolean low =
        o.reg < 16 && (o.vvvv < 16 || !hasVvvv()) && !(o.rm instanceof Vec v && v.number() > 15);
    boolean repeated = o.rm instanceof Mem m && m.broadcast();
    boolean shiftsMemory = op.form == Op.Form.SHIFT && o.rm instanceof Mem;
    boolean small = width != Vec.Width.ZMM && low && o.mask == null && !repeated && !shiftsMemory;
    return op.vexW >= 0 && small;
  }

  private String evexName() {
    return op.name().replaceFirst("_(STORE|MASK)$", "").toLowerCase(Locale.ROOT);
  }

  /**
   * GNU as takes EVEX for vpdpbusd unless told, and would exchange sources where the second needs
   * the longer prefix.
   */
  private String vexName(Operands o) {
    String prefix =
        op == Op.VPDPBUSD ? "{vex} " : o.rm instanceof Vec v && v.number() > 7 ? "{vex3} " : "";
    return prefix + (op.vexName == null ? evexName() : op.vexName);
  }

  private String text(Operands o) {
    String rm = rmText(o);
    String imm = ", " + o.imm;
    String vvvv = IntelText.of(vec(o.vvvv));
    String source = IntelText.of(vec(o.reg));
    String to = op.writesMask() ? IntelText.lower(mask(o)) : IntelText.of(destination(o));
    return switch (op.form) {
      case RVM -> String.join(", ", to, vvvv, rm);
      case RM -> String.join(", ", to, rm);
      case MR -> String.join(", ", rm, source);
      case MVR -> String.join(", ", rm, vvvv, source);
      case RMI, SHIFT -> String.join(", ", to, rm) + imm;
      case RVMI -> String.join(", ", to, vvvv, rm) + imm;
      case MRI -> String.join(", ", rm, source) + imm;
    };
  }

  private String rmText(Operands o) {
    return switch (stored(o)) {
      case Vec v -> IntelText.of(v);
      case Mem m -> IntelText.of(m, width.bytes() / Math.max(1, op.element));
    };
  }

  private Consumer<Assembler> write(Operands o) {
    Vec to = destination(o);
    Vec source = vec(o.reg);
    return a -> {
      Operand rm = stored(o) instanceof Mem m ? MemoryCases.bound(a, m) : stored(o);
      switch (op.form) {
        case RVM -> {
          if (op.writesMask()) {
            a.op(op, mask(o), vec(o.vvvv), rm);
          } else {
            a.op(op, to, vec(o.vvvv), rm);
          }
        }
        case RM -> a.op(op, to, rm);
        case MR -> a.store(op, (Mem) rm, source);
        case MVR -> a.store(op, (Mem) rm, vec(o.vvvv), source);
        case RMI, SHIFT -> a.op(op, to, rm, o.imm);
        case RVMI -> {
          if (op.writesMask()) {
            a.op(op, mask(o), vec(o.vvvv), rm, o.imm);
          } else {
            a.op(op, to, vec(o.vvvv), rm, o.imm);
          }
        }
        case MRI -> a.extract(op, rm, source, o.imm);
      }
    };
  }

  /** The destination of what writes a mask. */
  private static Mask mask(Operands o) {
    return Mask.values()[o.reg % 7];
  }

  private Vec destination(Operands o) {
    return new Vec(o.reg, width, o.mask, o.zeroing);
  }

  /** With the mask where register or memory is the destination. */
  private Operand stored(Operands o) {
    if (!storesOnly() && op.form != Op.Form.MRI) {
      return o.rm;
    }
    return switch (o.rm) {
      case Vec v -> new Vec(v.number(), v.width(), o.mask, o.zeroing);
      case Mem m -> m.merge(o.mask);
    };
  }

  private boolean storesOnly() {
    return op.form == Op.Form.MR || op.form == Op.Form.MVR;
  }

  private boolean rmIsMemory() {
    return storesOnly() || op.readsMemoryOnly();
  }

  private boolean hasVvvv() {
    return op.form == Op.Form.RVM || op.form == Op.Form.RVMI || op.form == Op.Form.MVR;
  }

  private boolean isMaskable() {
    return op.evexW >= 0 && !op.writesMask();
  }

  private int registerCount() {
    return op.evexW >= 0 ? 32 : 16;
  }

  private int register() {
    return random.nextInt(limit);
  }

  private int imm() {
    return random.nextInt(256);
  }

  private Vec vec(int number) {
    return new Vec(number, width, null, false);
  }

  /** A register as wide as what is read or written, 128 bits at least. */
  private Vec part(int number) {
    int bytes = Math.max(16, unit(false));
    return new Vec(
        number, Vec.Width.values()[Integer.numberOfTrailingZeros(bytes / 16)], null, false);
  }

  private int unit(boolean broadcast) {
    return op.scale(width.bytes(), broadcast);
  }

  /** A register if that can be, else memory. */
  private Operand rm() {
    return rmIsMemory() ? memory() : part(register());
  }

  private Operand memory() {
    if (op.form == Op.Form.SHIFT && op.evexW < 0) {
      return part(register());
    }
    boolean repeated = op.broadcasts() && op.evexW >= 0 && random.nextBoolean();
    Mem m = MemoryCases.any(unit(repeated), random);
    return repeated ? m.repeated() : m;
  }

  private static Mem here() {
    return Mem.at(new Label());
  }
}
