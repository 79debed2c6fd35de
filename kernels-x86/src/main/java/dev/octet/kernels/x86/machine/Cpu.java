package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * What the processor can do and the system saves, asked of the processor itself. Source: Intel's
 * manual, CPUID leaves 1 and 7, and XCR0.
 *
 * @param leaf1C ECX of leaf 1
 * @param leaf7B EBX of leaf 7
 * @param leaf7C ECX of leaf 7
 * @param leaf71A EAX of leaf 7, sub-leaf 1
 * @param xcr0 the registers that the system saves, 0 where it does not say
 */
public record Cpu(int leaf1C, int leaf7B, int leaf7C, int leaf71A, int xcr0) {
  private static final int FMA = 1 << 12;
  private static final int OSXSAVE = 1 << 27;
  private static final int AVX = 1 << 28;
  private static final int AVX2 = 1 << 5;
  private static final int AVX512_F = 1 << 16;
  private static final int AVX512_DQ = 1 << 17;
  private static final int AVX512_BW = 1 << 30;
  private static final int AVX512_VL = 1 << 31;
  private static final int AVX512_VNNI = 1 << 11;
  private static final int AVX512_VBMI = 1 << 1;
  private static final int AVX_VNNI = 1 << 4;

  /** XMM and the upper halves of YMM. */
  private static final int SAVES_YMM = 0x6;

  /** Those, masks, upper halves of ZMM, and the sixteen registers more. */
  private static final int SAVES_ZMM = 0xE6;

  /**
   * Asks.
   *
   * @param memory where the code that asks goes
   * @param caller how it is called
   * @return the answers
   */
  public static Cpu detect(CodeMemory memory, Caller caller) {
    List<Code> code = memory.install(List.of(new CpuId(), new XGetBv()));
    int most = ask(code.get(0), caller, 0, 0)[0];
    int[] leaf1 = ask(code.get(0), caller, 1, 0);
    int[] leaf7 = most >= 7 ? ask(code.get(0), caller, 7, 0) : new int[4];
    int[] leaf71 = leaf7[0] >= 1 ? ask(code.get(0), caller, 7, 1) : new int[4];
    int xcr0 = (leaf1[2] & OSXSAVE) != 0 ? ask(code.get(1), caller, 0, 0)[0] : 0;
    return new Cpu(leaf1[2], leaf7[1], leaf7[2], leaf71[0], xcr0);
  }

  private static int[] ask(Code code, Caller caller, int leaf, int subLeaf) {
    int[] registers = {leaf, 0, subLeaf, 0};
    MemorySegment none = Machine.NONE;
    caller.call(
        code,
        none,
        none,
        MemorySegment.ofArray(registers),
        none,
        none,
        none,
        none,
        none,
        none,
        none);
    return registers;
  }

  /** {@return the best instruction set that can be used, if there is any} */
  public Optional<Isa> best() {
    boolean avx2 = has(leaf1C, AVX | FMA) && has(leaf7B, AVX2) && has(xcr0, SAVES_YMM);
    if (!avx2) {
      return Optional.empty();
    }
    boolean avx512 =
        has(leaf7B, AVX512_F | AVX512_DQ | AVX512_BW | AVX512_VL)
            && has(leaf7C, AVX512_VNNI)
            && has(xcr0, SAVES_ZMM);
    if (avx512) {
      return Optional.of(Isa.AVX512_VNNI);
    }
    return Optional.of(hasAvxVnni() ? Isa.AVX_VNNI : Isa.AVX2);
  }

  /** {@return whether the dot product has its VEX encoding} */
  public boolean hasAvxVnni() {
    return has(leaf71A, AVX_VNNI);
  }

  /** {@return whether bytes can be taken from two vectors by a vector of indices} */
  public boolean hasVbmi() {
    return best().filter(Isa::hasMasks).isPresent() && has(leaf7C, AVX512_VBMI);
  }

  /**
   * Whether code for an instruction set runs.
   *
   * @param isa the instruction set
   * @return whether the processor has it and the system saves its registers
   */
  public boolean runs(Isa isa) {
    return switch (isa) {
      case AVX2 -> best().isPresent();
      case AVX_VNNI -> best().isPresent() && hasAvxVnni();
      case AVX512_VNNI -> best().equals(Optional.of(Isa.AVX512_VNNI));
    };
  }

  private static boolean has(int register, int bits) {
    return (register & bits) == bits;
  }

  /** EAX, EBX, ECX, EDX from and into the parameters. */
  private record CpuId() implements Emitter {
    @Override
    public String name() {
      return "cpuid";
    }

    @Override
    public void emit(Assembler a) {
      a.push(Gpr.RBX);
      a.mov(Gpr.RDI, Gpr.RDX);
      a.mov32(Gpr.RAX, Mem.at(Gpr.RDI));
      a.mov32(Gpr.RCX, Mem.at(Gpr.RDI, 8));
      a.cpuid();
      a.mov32(Mem.at(Gpr.RDI), Gpr.RAX);
      a.mov32(Mem.at(Gpr.RDI, 4), Gpr.RBX);
      a.mov32(Mem.at(Gpr.RDI, 8), Gpr.RCX);
      a.mov32(Mem.at(Gpr.RDI, 12), Gpr.RDX);
      a.pop(Gpr.RBX);
      a.ret();
    }
  }

  /** The lower half of XCR0. */
  private record XGetBv() implements Emitter {
    @Override
    public String name() {
      return "xgetbv";
    }

    @Override
    public void emit(Assembler a) {
      a.mov(Gpr.RDI, Gpr.RDX);
      a.zero(Gpr.RCX);
      a.xgetbv();
      a.mov32(Mem.at(Gpr.RDI), Gpr.RAX);
      a.ret();
    }
  }
}
