package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What kernels can ask of the methods of {@link Assembler} that are one instruction, other than
 * {@link Op}'s; by the method's name and parameters.
 */
final class GeneralCases {
  private static final int[] NUMBERS = {
    0, 1, -1, 8, 127, 128, 129, -127, -128, -129, 4096, 0x7fff_ffff, 0x8000_0000
  };

  private final Random random = new Random(2026);
  private final Map<String, List<EncodingCase>> cases = new LinkedHashMap<>();

  private GeneralCases() {}

  interface Registers {
    void write(Assembler a, Gpr left, Gpr right);
  }

  interface Loads {
    void write(Assembler a, Gpr to, Mem from);
  }

  interface Stores {
    void write(Assembler a, Mem to, Gpr from);
  }

  interface Numbers {
    void write(Assembler a, Gpr to, int value);
  }

  interface One {
    void write(Assembler a, Gpr g);
  }

  interface Place {
    void write(Assembler a, Mem m);
  }

  static Map<String, List<EncodingCase>> all() {
    GeneralCases all = new GeneralCases();
    all.moves();
    all.arithmetic();
    all.conditions();
    all.vectors();
    all.others();
    return all.cases;
  }

  private void moves() {
    registers("mov", Assembler::mov);
    for (Gpr to : Gpr.values()) {
      for (int value : NUMBERS) {
        load(to, value);
        load(to, value & 0xffff_ffffL);
        load(to, (long) value << 32 | 5);
      }
    }
    loads("mov", "mov %s, qword ptr ", IntelText::of, Assembler::mov);
    stores("mov", "mov qword ptr %s, ", IntelText::of, Assembler::mov);
    loads("mov32", "mov %s, dword ptr ", IntelText::half, Assembler::mov32);
    stores("mov32", "mov dword ptr %s, ", IntelText::half, Assembler::mov32);
    stores("mov16", "mov word ptr %s, ", IntelText::quarter, Assembler::mov16);
    stores("mov8", "mov byte ptr %s, ", IntelText::lowest, Assembler::mov8);
    loads("movsxd", "movsxd %s, dword ptr ", IntelText::of, Assembler::movsxd);
    loads("movzx8", "movzx %s, byte ptr ", IntelText::half, Assembler::movzx8);
    loads("movzx16", "movzx %s, word ptr ", IntelText::half, Assembler::movzx16);
    loads("lea", "lea %s, ", IntelText::of, Assembler::lea);
  }

  /** The shortest of three forms. */
  private void load(Gpr to, long value) {
    String text =
        value >>> 32 == 0
            ? "mov " + IntelText.half(to)
            : (value == (int) value ? "mov " : "movabs ") + IntelText.of(to);
    add("mov(Gpr,long)", text + ", " + value, a -> a.mov(to, value));
  }

  private void arithmetic() {
    registers("add", Assembler::add);
    numbers("add", Assembler::add);
    loads("add", "add %s, qword ptr ", IntelText::of, Assembler::add);
    registers("sub", Assembler::sub);
    numbers("sub", Assembler::sub);
    numbers("and", Assembler::and);
    registers("xor", Assembler::xor);
    registers("cmp", Assembler::cmp);
    numbers("cmp", Assembler::cmp);
    loads("cmp", "cmp %s, qword ptr ", IntelText::of, Assembler::cmp);
    registers("test", Assembler::test);
    for (Gpr g : Gpr.values()) {
      for (int bits : NUMBERS) {
        add("test(Gpr,int)", "test " + IntelText.half(g) + ", " + bits, a -> a.test(g, bits));
      }
    }
    registers("imul", Assembler::imul);
    loads("imul", "imul %s, qword ptr ", IntelText::of, Assembler::imul);
    one("zero", g -> "xor " + IntelText.half(g) + ", " + IntelText.half(g), Assembler::zero);
    one("dec", g -> "dec " + IntelText.of(g), Assembler::dec);
    place("dec", "dec qword ptr ", Assembler::dec);
    for (int bits = 0; bits < 64; bits++) {
      Gpr g = any();
      int n = bits;
      add("shl(Gpr,int)", "shl " + IntelText.of(g) + ", " + n, a -> a.shl(g, n));
      add("shr(Gpr,int)", "shr " + IntelText.of(g) + ", " + n, a -> a.shr(g, n));
    }
    one("shlCl", g -> "shl " + IntelText.of(g) + ", cl", Assembler::shlCl);
  }

  private void conditions() {
    for (Condition when : Condition.values()) {
      String name = "cmov" + IntelText.of(when);
      String key = "cmov(Condition,Gpr,";
      for (Gpr to : Gpr.values()) {
        Gpr from = any();
        String text = name + " " + IntelText.of(to) + ", ";
        add(key + "Gpr)", text + IntelText.of(from), a -> a.cmov(when, to, from));
        Mem m = MemoryCases.any(1, random);
        add(key + "Mem)", text + "qword ptr " + IntelText.of(m), a -> a.cmov(when, to, m));
      }
    }
  }

  private void vectors() {
    for (int n = 0; n < 16; n++) {
      Vec v = Vec.xmm(n);
      for (Gpr g : Gpr.values()) {
        String vector = IntelText.of(v);
        String half = IntelText.half(g);
        add("vmovd(Vec,Gpr)", "vmovd " + vector + ", " + half, a -> a.vmovd(v, g));
        add("vmovd(Gpr,Vec)", "vmovd " + half + ", " + vector, a -> a.vmovd(g, v));
      }
    }
    for (Mask k : Mask.values()) {
      for (Gpr g : Gpr.values()) {
        String text = "kmovq " + IntelText.lower(k) + ", " + IntelText.of(g);
        add("kmovq(Mask,Gpr)", text, a -> a.kmovq(k, g));
      }
    }
    add("vzeroupper()", "vzeroupper", Assembler::vzeroupper);
  }

  private void others() {
    one("push", g -> "push " + IntelText.of(g), Assembler::push);
    one("pop", g -> "pop " + IntelText.of(g), Assembler::pop);
    place("prefetcht0", "prefetcht0 ", Assembler::prefetcht0);
    add("ret()", "ret", Assembler::ret);
    add("cpuid()", "cpuid", Assembler::cpuid);
    add("xgetbv()", "xgetbv", Assembler::xgetbv);
  }

  private void registers(String name, Registers method) {
    for (Gpr left : Gpr.values()) {
      for (Gpr right : Gpr.values()) {
        String text = name + " " + IntelText.of(left) + ", " + IntelText.of(right);
        add(name + "(Gpr,Gpr)", text, a -> method.write(a, left, right));
      }
    }
  }

  private void numbers(String name, Numbers method) {
    for (Gpr to : Gpr.values()) {
      for (int value : NUMBERS) {
        String text = name + " " + IntelText.of(to) + ", " + value;
        add(name + "(Gpr,int)", text, a -> method.write(a, to, value));
      }
    }
  }

  private void loads(String name, String text, Function<Gpr, String> naming, Loads method) {
    for (Mem m : places()) {
      Gpr to = any();
      String all = text.formatted(naming.apply(to)) + IntelText.of(m);
      add(name + "(Gpr,Mem)", all, a -> method.write(a, to, MemoryCases.bound(a, m)));
    }
    for (Gpr to : Gpr.values()) {
      Mem m = MemoryCases.any(1, random);
      String all = text.formatted(naming.apply(to)) + IntelText.of(m);
      add(name + "(Gpr,Mem)", all, a -> method.write(a, to, m));
    }
  }

  private void stores(String name, String text, Function<Gpr, String> naming, Stores method) {
    for (Mem m : places()) {
      Gpr from = Gpr.values()[8 + random.nextInt(8)];
      String all = text.formatted(IntelText.of(m)) + naming.apply(from);
      add(name + "(Mem,Gpr)", all, a -> method.write(a, MemoryCases.bound(a, m), from));
    }
    for (Gpr from : Gpr.values()) {
      if (name.equals("mov8") && from.ordinal() / 4 == 1) {
        continue; // no byte without a prefix
      }
      Mem m = MemoryCases.any(1, random);
      String all = text.formatted(IntelText.of(m)) + naming.apply(from);
      add(name + "(Mem,Gpr)", all, a -> method.write(a, m, from));
    }
  }

  private void place(String name, String text, Place method) {
    for (Mem m : places()) {
      add(name + "(Mem)", text + IntelText.of(m), a -> method.write(a, MemoryCases.bound(a, m)));
    }
  }

  private void one(String name, Function<Gpr, String> text, One method) {
    for (Gpr g : Gpr.values()) {
      add(name + "(Gpr)", text.apply(g), a -> method.write(a, g));
    }
  }

  private List<Mem> places() {
    List<Mem> places = new ArrayList<>(MemoryCases.of(1, random));
    places.add(Mem.at(new Label()));
    places.add(Mem.at(new Label()).plus(-512));
    return places;
  }

  private Gpr any() {
    return Gpr.values()[random.nextInt(16)];
  }

  private void add(String method, String text, Consumer<Assembler> code) {
    cases.computeIfAbsent(method, m -> new ArrayList<>()).add(new EncodingCase(text, code));
  }
}
