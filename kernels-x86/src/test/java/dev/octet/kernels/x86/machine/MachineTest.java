package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class MachineTest {
  /** Writes the first number of each operand to {@code c}. */
  private static void gather(Assembler a) {
    List<Gpr> inRegisters = List.of(Gpr.RDI, Gpr.RSI, Gpr.RDX, Gpr.RCX, Gpr.R8, Gpr.R9);
    for (int i = 0; i < 10; i++) {
      Gpr from = Gpr.R10;
      if (i < 6) {
        from = inRegisters.get(i);
      } else {
        a.mov(from, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK + 8 * (i - 6)));
      }
      a.mov32(Gpr.RAX, Mem.at(from));
      a.mov32(Mem.at(Gpr.RCX, 4 * i), Gpr.RAX);
    }
    a.ret();
  }

  @Test
  void operandsComeInTheirOrderFromTheHeapAndBesideIt() {
    assertOrder(new Machine());
  }

  static void assertOrder(Caller caller) {
    Code code =
        CodeMemory.process()
            .install(List.of(Emitters.of("gather", MachineTest::gather)))
            .getFirst();
    int[] c = new int[12];
    MemorySegment[] o =
        IntStream.range(0, 10)
            .mapToObj(i -> MemorySegment.ofArray(new int[] {-1, 1000 + i}).asSlice(4))
            .toArray(MemorySegment[]::new);
    try (Arena arena = Arena.ofConfined()) {
      o[1] = arena.allocate(64, 64);
      o[1].set(ValueLayout.JAVA_INT, 0, 1001);
      o[3] = MemorySegment.ofArray(c);
      caller.call(code, o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9]);
    }
    // c's own first number is a's by the time that it is read.
    assertThat(c).containsExactly(1000, 1001, 1002, 1000, 1004, 1005, 1006, 1007, 1008, 1009, 0, 0);
  }
}
