package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Processors that are made up, and this one. Bits are those of Intel's manual. */
class CpuTest {
  private static final int LEAF_1_C = 1 << 12 | 1 << 27 | 1 << 28;
  private static final int LEAF_7_B = 1 << 5 | 1 << 16 | 1 << 17 | 1 << 30 | 1 << 31;
  private static final int LEAF_7_C = 1 << 11;
  private static final int LEAF_71_A = 1 << 4;
  private static final int XCR0 = 0xE7;

  /** All that there is. */
  private static final Cpu ALL = new Cpu(LEAF_1_C, LEAF_7_B, LEAF_7_C, LEAF_71_A, XCR0);

  @Test
  void theBestOfAllIsAvx512() {
    assertThat(ALL.best()).contains(Isa.AVX512_VNNI);
    assertThat(ALL.hasAvxVnni()).isTrue();
    assertThat(new Cpu(-1, -1, -1, -1, -1).best()).contains(Isa.AVX512_VNNI);
    assertThat(new Cpu(0, 0, 0, 0, 0).best()).isEmpty();
  }

  /** FMA, AVX. */
  @ParameterizedTest
  @ValueSource(ints = {12, 28})
  void nothingWithoutLeaf1(int bit) {
    assertThat(new Cpu(LEAF_1_C & ~(1 << bit), LEAF_7_B, LEAF_7_C, LEAF_71_A, XCR0).best())
        .isEmpty();
  }

  @Test
  void nothingWithoutAvx2() {
    assertThat(new Cpu(LEAF_1_C, LEAF_7_B & ~(1 << 5), LEAF_7_C, LEAF_71_A, XCR0).best()).isEmpty();
  }

  /** F, DQ, BW, VL. */
  @ParameterizedTest
  @ValueSource(ints = {16, 17, 30, 31})
  void avx512NeedsAllItsParts(int bit) {
    int without = LEAF_7_B & ~(1 << bit);
    assertThat(new Cpu(LEAF_1_C, without, LEAF_7_C, LEAF_71_A, XCR0).best()).contains(Isa.AVX_VNNI);
    assertThat(new Cpu(LEAF_1_C, without, LEAF_7_C, 0, XCR0).best()).contains(Isa.AVX2);
  }

  @Test
  void avx512NeedsItsDotProduct() {
    assertThat(new Cpu(LEAF_1_C, LEAF_7_B, 0, LEAF_71_A, XCR0).best()).contains(Isa.AVX_VNNI);
    assertThat(new Cpu(LEAF_1_C, LEAF_7_B, 0, 0, XCR0).best()).contains(Isa.AVX2);
  }

  @Test
  void avx512IsBestWithoutAvxVnni() {
    Cpu cpu = new Cpu(LEAF_1_C, LEAF_7_B, LEAF_7_C, 0, XCR0);
    assertThat(cpu.best()).contains(Isa.AVX512_VNNI);
    assertThat(cpu.hasAvxVnni()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0x07, AVX_VNNI",
    "0x06, AVX_VNNI",
    "0xC7, AVX_VNNI",
    "0xA7, AVX_VNNI",
    "0x67, AVX_VNNI",
    "0xE6, AVX512_VNNI",
    "0xE5,",
    "0xE3,",
    "0xE1,",
    "0x03,",
    "0x05,",
    "0x00,"
  })
  void theSystemHasToSaveRegisters(String xcr0, Isa expected) {
    Cpu cpu = new Cpu(LEAF_1_C, LEAF_7_B, LEAF_7_C, LEAF_71_A, Integer.decode(xcr0));
    assertThat(cpu.best()).isEqualTo(Optional.ofNullable(expected));
  }

  /** A processor that answers what a test says, with the conventions of the two functions. */
  private static final class MadeUp implements Caller {
    private final Map<String, int[]> answers;
    private final List<String> asked = new ArrayList<>();

    MadeUp(Map<String, int[]> answers) {
      this.answers = answers;
    }

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
      String question =
          code.name().equals("xgetbv")
              ? "xgetbv"
              : p.getAtIndex(ValueLayout.JAVA_INT, 0) + "." + p.getAtIndex(ValueLayout.JAVA_INT, 2);
      asked.add(question);
      MemorySegment.copy(answers.get(question), 0, p, ValueLayout.JAVA_INT, 0, 4);
    }
  }

  private static Cpu detect(MadeUp processor) {
    return Cpu.detect(new CodeMemory(4096, new FakePages(), CodeDump.of(null)), processor);
  }

  @Test
  void leavesAreAskedInTurn() {
    MadeUp processor =
        new MadeUp(
            Map.of(
                "0.0", new int[] {7, 0, 0, 0},
                "1.0", new int[] {1, 2, 1 << 27 | 3, 4},
                "7.0", new int[] {1, 6, 7, 8},
                "7.1", new int[] {9, 10, 11, 12},
                "xgetbv", new int[] {13, 0, 0, 0}));
    assertThat(detect(processor)).isEqualTo(new Cpu(1 << 27 | 3, 6, 7, 9, 13));
  }

  @Test
  void leavesThatAreNotThereAreNotAsked() {
    MadeUp old = new MadeUp(Map.of("0.0", new int[] {6, 0, 0, 0}, "1.0", new int[] {1, 2, 3, 4}));
    assertThat(detect(old)).isEqualTo(new Cpu(3, 0, 0, 0, 0));
    assertThat(old.asked).containsExactly("0.0", "1.0");

    MadeUp noSubLeaf =
        new MadeUp(
            Map.of(
                "0.0", new int[] {7, 0, 0, 0},
                "1.0", new int[] {1, 2, 3, 4},
                "7.0", new int[] {0, 6, 7, 8}));
    assertThat(detect(noSubLeaf)).isEqualTo(new Cpu(3, 6, 7, 0, 0));
  }

  @Test
  void withoutOsxsaveXcr0IsNotAskedAndNothingIsUsed() {
    MadeUp processor =
        new MadeUp(
            Map.of(
                "0.0", new int[] {7, 0, 0, 0},
                "1.0", new int[] {0, 0, LEAF_1_C & ~(1 << 27), 0},
                "7.0", new int[] {1, LEAF_7_B, LEAF_7_C, 0},
                "7.1", new int[] {LEAF_71_A, 0, 0, 0}));
    assertThat(detect(processor).best()).isEmpty();
    assertThat(processor.asked).doesNotContain("xgetbv");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void thisProcessorIsWhatLinuxSays() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    assumeThat(info).exists();
    Set<String> flags =
        Set.of(
            Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*: ", "")
                .split(" "));
    Cpu cpu = Cpu.detect(CodeMemory.process(), new Machine());
    assertFlag(flags, "fma", cpu.leaf1C(), 12);
    assertFlag(flags, "avx", cpu.leaf1C(), 28);
    assertFlag(flags, "avx2", cpu.leaf7B(), 5);
    assertFlag(flags, "avx512f", cpu.leaf7B(), 16);
    assertFlag(flags, "avx512dq", cpu.leaf7B(), 17);
    assertFlag(flags, "avx512bw", cpu.leaf7B(), 30);
    assertFlag(flags, "avx512vl", cpu.leaf7B(), 31);
    assertFlag(flags, "avx512_vnni", cpu.leaf7C(), 11);
    assertFlag(flags, "avx_vnni", cpu.leaf71A(), 4);
    assertThat(cpu.xcr0() & 6).isEqualTo(flags.contains("avx") ? 6 : 0);
    assertThat(cpu.xcr0() & 0xE0).isEqualTo(flags.contains("avx512f") ? 0xE0 : 0);
  }

  private static void assertFlag(Set<String> flags, String name, int register, int bit) {
    assertThat((register >> bit & 1) == 1).as(name).isEqualTo(flags.contains(name));
  }
}
