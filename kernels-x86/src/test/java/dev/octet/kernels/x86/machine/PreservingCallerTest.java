package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.kernels.x86.asm.Gpr;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PreservingCallerTest {
  private final CodeMemory memory = new CodeMemory(1 << 20, new LinuxPages(), CodeDump.of(null));
  private final PreservingCaller caller = new PreservingCaller();

  private void call(Emitter function) {
    Code code = memory.install(List.of(function)).getFirst();
    MemorySegment none = Machine.NONE;
    caller.call(code, none, none, none, none, none, none, none, none, none, none);
  }

  @ParameterizedTest
  @EnumSource(names = {"RBX", "RBP", "R12", "R13", "R14", "R15"})
  void whatAFunctionHasToKeepIsSaid(Gpr g) {
    Emitter careless =
        Emitters.of(
            "careless",
            a -> {
              a.add(g, 1);
              a.ret();
            });
    assertThatThrownBy(() -> call(careless))
        .isInstanceOf(AssertionError.class)
        .hasMessage("careless changed [" + g + "], which it has to keep");
    call(
        Emitters.of(
            "careful",
            a -> {
              a.push(g);
              a.zero(g);
              a.pop(g);
              a.ret();
            }));
  }

  @Test
  void severalAreSaid() {
    Emitter careless =
        Emitters.of(
            "careless",
            a -> {
              a.zero(Gpr.R15);
              a.dec(Gpr.RBP);
              a.ret();
            });
    assertThatThrownBy(() -> call(careless)).hasMessageContaining("changed [RBP, R15], which");
  }

  @ParameterizedTest
  @EnumSource(names = {"RAX", "RCX", "RDX", "RSI", "RDI", "R8", "R9", "R10", "R11"})
  void othersAreFree(Gpr g) {
    call(
        Emitters.of(
            "free",
            a -> {
              a.mov(g, -1);
              a.ret();
            }));
  }

  @Test
  void operandsComeInTheirOrder() {
    MachineTest.assertOrder(caller);
  }
}
