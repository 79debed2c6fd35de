package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.ChildJvm;
import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class GuardedCallerTest {
  private static final MemorySegment NONE = Machine.NONE;

  private final CodeMemory memory = new CodeMemory(1 << 20, new LinuxPages(), CodeDump.of(null));

  private Code code(Consumer<Assembler> emitter) {
    return memory.install(List.of(Emitters.of("tiny", emitter))).getFirst();
  }

  /** {@code c[i] = a[i] + x[i]} of so many integers. */
  private static Consumer<Assembler> sum(int n) {
    return a -> {
      a.mov(Gpr.R10, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK));
      for (int i = 0; i < n; i++) {
        a.mov32(Gpr.RAX, Mem.at(Gpr.RDI, 4 * i));
        a.mov32(Gpr.R11, Mem.at(Gpr.R10, 4 * i));
        a.add(Gpr.RAX, Gpr.R11);
        a.mov32(Mem.at(Gpr.RCX, 4 * i), Gpr.RAX);
      }
      a.ret();
    };
  }

  private static void call(
      Caller caller, Code code, MemorySegment a, MemorySegment c, MemorySegment x) {
    caller.call(code, a, NONE, NONE, c, NONE, NONE, x, NONE, NONE, NONE);
  }

  @Test
  void resultsComeBackAndNothingElseChanges() {
    int[] a = {1, 2, 3, 4};
    int[] x = {10, 20, 30};
    int[] c = {-1, -1, -1, -1, -1};
    MemorySegment from = MemorySegment.ofArray(a).asSlice(4);
    MemorySegment to = MemorySegment.ofArray(c).asSlice(4, 12);
    call(new GuardedCaller(), code(sum(3)), from, to, MemorySegment.ofArray(x));
    assertThat(c).containsExactly(-1, 12, 23, 34, -1);
    assertThat(a).containsExactly(1, 2, 3, 4);
    assertThat(x).containsExactly(10, 20, 30);
  }

  @Test
  void memoryBesideTheHeapIsCopiedToo() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 2, 3);
      MemorySegment c = arena.allocate(12, 4);
      call(new GuardedCaller(), code(sum(3)), a, c, a);
      assertThat(c.toArray(ValueLayout.JAVA_INT)).containsExactly(2, 4, 6);
    }
  }

  @Test
  void aResidualIsAddedInPlace() {
    int[] a = {1, 2, 3};
    int[] c = {0, 10, 20, 30};
    MemorySegment place = MemorySegment.ofArray(c).asSlice(4);
    MemorySegment same = MemorySegment.ofArray(c).asSlice(4, 12);
    call(new GuardedCaller(), code(sum(3)), MemorySegment.ofArray(a), place, same);
    assertThat(c).containsExactly(0, 11, 22, 33);
  }

  @Test
  void parametersAreWrittenToo() {
    int[] p = {1};
    Code code =
        code(
            a -> {
              a.dec(Mem.at(Gpr.RDX));
              a.ret();
            });
    long[] both = {5};
    MemorySegment to = MemorySegment.ofArray(both);
    new GuardedCaller().call(code, NONE, NONE, to, NONE, NONE, NONE, NONE, NONE, NONE, NONE);
    assertThat(both).containsExactly(4);
    assertThat(p).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "d", "e", "x", "t", "z"})
  void whatIsOnlyReadStaysAsItWas(String name) {
    int operand = Sharing.NAMES.indexOf(name);
    List<Gpr> inRegisters = List.of(Gpr.RDI, Gpr.RSI, Gpr.RDX, Gpr.RCX, Gpr.R8, Gpr.R9);
    Code code =
        code(
            a -> {
              Gpr to = Gpr.R10;
              if (operand < 6) {
                to = inRegisters.get(operand);
              } else {
                a.mov(to, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK + 8 * (operand - 6)));
              }
              a.mov(Gpr.RAX, 9);
              a.mov8(Mem.at(to, 2), Gpr.RAX);
              a.ret();
            });
    byte[] content = {5, 6, 7};
    MemorySegment[] o = new MemorySegment[10];
    Arrays.fill(o, NONE);
    o[operand] = MemorySegment.ofArray(content);
    GuardedCaller caller = new GuardedCaller();
    assertThatThrownBy(
            () -> caller.call(code, o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9]))
        .isInstanceOf(AssertionError.class)
        .hasMessage("tiny: operand " + name + " is only read, but byte 2 of 3 was 7 and became 9");
    assertThat(content).containsExactly(5, 6, 7);
  }

  @Test
  void resultsDoNotDependOnThePlace() {
    Code code =
        code(
            a -> {
              a.mov32(Mem.at(Gpr.RCX, 4), Gpr.RDI);
              a.ret();
            });
    int[] c = {1, 2};
    assertThatThrownBy(
            () ->
                call(
                    new GuardedCaller(),
                    code,
                    MemorySegment.ofArray(new byte[100]),
                    MemorySegment.ofArray(c),
                    NONE))
        .isInstanceOf(AssertionError.class)
        .hasMessageMatching(
            "tiny: operand c, byte 4 of 8: -?\\d+ where its end is guarded, .* beginning is");
    assertThat(c).containsExactly(1, 2);
  }

  @Test
  void operandsThatLieAcrossResultsAreRefused() {
    int[] c = new int[8];
    MemorySegment to = MemorySegment.ofArray(c).asSlice(4, 12);
    MemorySegment across = MemorySegment.ofArray(c).asSlice(8, 12);
    Caller caller = new GuardedCaller();
    assertThatThrownBy(() -> call(caller, code(sum(3)), across, to, NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("operands a and c overlap and are not the same: ");
    assertThatThrownBy(() -> call(caller, code(sum(3)), NONE, to, to.asSlice(0, 8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("operands c and x overlap and are not the same: ");
  }

  @Test
  void operandsThatAreOnlyReadMayLieAcrossEachOther() {
    int[] both = {1, 2, 3, 4};
    int[] c = new int[3];
    MemorySegment all = MemorySegment.ofArray(both);
    call(
        new GuardedCaller(),
        code(sum(3)),
        all.asSlice(0, 12),
        MemorySegment.ofArray(c),
        all.asSlice(4));
    assertThat(c).containsExactly(3, 5, 7);
  }

  /** What a function would be given, call by call. */
  private static final class Recorder implements Caller {
    private final List<List<MemorySegment>> calls = new ArrayList<>();

    @Override
    public void call(
        Code code,
        MemorySegment a,
        MemorySegment b,
        MemorySegment p,
        MemorySegment c,
        MemorySegment d,
        MemorySegment e,
        MemorySegment x,
        MemorySegment r,
        MemorySegment t,
        MemorySegment z) {
      calls.add(List.of(a, b, p, c, d, e, x, r, t, z));
    }
  }

  @Test
  void whatIsNotThereStaysNull() {
    Recorder recorder = new Recorder();
    MemorySegment empty = MemorySegment.ofArray(new int[0]);
    call(new GuardedCaller(recorder), code(sum(0)), empty, NONE, NONE);
    for (List<MemorySegment> operands : recorder.calls) {
      assertThat(operands.subList(1, 10)).containsOnly(MemorySegment.NULL);
      assertThat(operands.getFirst().address()).isNotZero();
      assertThat(operands.getFirst().byteSize()).isZero();
    }
    assertThat(recorder.calls).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 4095, 4096, 4097, 100_000})
  void operandsLieAgainstPages(int bytes) {
    Recorder recorder = new Recorder();
    GuardedCaller caller = new GuardedCaller(recorder);
    // The second call's memory is larger than it needs.
    for (int size : new int[] {bytes, (bytes + 1) / 2}) {
      MemorySegment a = MemorySegment.ofArray(new byte[size]);
      call(caller, code(sum(0)), a, MemorySegment.ofArray(new byte[3]), NONE);
      MemorySegment flushEnd = recorder.calls.removeFirst().getFirst();
      MemorySegment flushStart = recorder.calls.removeFirst().getFirst();
      assertThat(flushEnd.byteSize()).isEqualTo(size);
      assertThat((flushEnd.address() + size) % 4096).isZero();
      assertThat(flushStart.byteSize()).isEqualTo(size);
      assertThat(flushStart.address() % 4096).isZero();
    }
  }

  @Test
  void manyThreadsCallAtOnce() {
    GuardedCaller caller = new GuardedCaller();
    Code code = code(sum(2));
    int[] c = IntStream.range(0, 200).toArray();
    IntStream.range(0, 100)
        .parallel()
        .forEach(
            i -> {
              MemorySegment part = MemorySegment.ofArray(c).asSlice(8L * i, 8);
              call(caller, code, MemorySegment.ofArray(new int[] {1000, i}), part, part);
            });
    for (int i = 0; i < 100; i++) {
      assertThat(c[2 * i]).isEqualTo(2 * i + 1000);
      assertThat(c[2 * i + 1]).isEqualTo(2 * i + 1 + i);
    }
  }

  private static ChildJvm.Result probe(int at, boolean guarded, Path log) {
    return ChildJvm.run(
        GuardProbe.class,
        "--enable-native-access=ALL-UNNAMED",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + log,
        "-Dprobe.byte=" + at,
        "-Dprobe.guarded=" + guarded);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 10})
  void aByteTooManyEndsTheJvm(int at, @TempDir Path directory) throws IOException {
    Path log = directory.resolve("hs_err.log");
    assertThat(probe(at, false, log).output()).contains("byte=" + (10 + at));
    assertThat(log).doesNotExist();

    ChildJvm.Result result = probe(at, true, log);
    assertThat(result.exit()).isEqualTo(1); // 134, SIGABRT, where it may dump core
    assertThat(result.output()).contains("SIGSEGV").contains(log.toString());
    assertThat(result.output()).doesNotContain("byte=");
    String end = at < 0 ? "fff" : "000";
    assertThat(Files.readString(log))
        .containsPattern("si_addr: 0x[0-9a-f]*" + end + "\\b")
        .contains(GuardedCaller.class.getName());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void theFirstAndTheLastByteCanBeRead(int at, @TempDir Path directory) {
    ChildJvm.Result result = probe(at, true, directory.resolve("hs_err.log"));
    assertThat(result.exit()).isZero();
    assertThat(result.output()).contains("byte=" + (10 + at));
  }
}
