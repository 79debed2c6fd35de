package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where code lies; that it runs is another test's matter. */
class CodeMemoryTest {
  private final FakePages pages = new FakePages();
  private final CodeMemory memory = new CodeMemory(16384, pages, CodeDump.of(null));

  @Test
  void aBatchIsWrittenAndThenMadeExecutableOnce() {
    List<Code> code =
        memory.install(List.of(Emitters.number("one", 1, 5000), Emitters.number("two", 2, 100)));
    assertThat(pages.calls).containsExactly("map 8192", "protect 8192 READ_EXECUTE");
    MemorySegment batch = pages.mapped.getFirst();
    assertThat(code).extracting(Code::name).containsExactly("one", "two");
    assertThat(code.get(0).address().address()).isEqualTo(batch.address());
    long second = code.get(1).address().address() - batch.address();
    assertThat(second % 64).isZero();
    assertThat(second).isBetween(5000L, 5100L);
    // mov eax, 2; what fills up before it is never run
    assertThat(batch.get(ValueLayout.JAVA_BYTE, second)).isEqualTo((byte) 0xB8);
    assertThat(batch.get(ValueLayout.JAVA_INT_UNALIGNED, second + 1)).isEqualTo(2);
    assertThat(batch.get(ValueLayout.JAVA_BYTE, second - 1)).isEqualTo((byte) 0xCC);
  }

  @Test
  void eachBatchHasItsOwnPages() {
    memory.install(List.of(Emitters.number("one", 1, 0)));
    memory.install(List.of(Emitters.number("two", 2, 0)));
    assertThat(pages.calls)
        .containsExactly(
            "map 4096", "protect 4096 READ_EXECUTE", "map 4096", "protect 4096 READ_EXECUTE");
  }

  @Test
  void nothingNeedsNoMemory() {
    assertThat(memory.install(List.of())).isEmpty();
    assertThat(pages.calls).isEmpty();
  }

  @Test
  void theLimitIsAnErrorThatLosesNothing() {
    memory.install(List.of(Emitters.number("one", 1, 8000)));
    assertThatThrownBy(() -> memory.install(List.of(Emitters.number("two", 2, 9000))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("generated code needs 12288 bytes more, 8192 of 16384 are used");
    assertThat(pages.mapped).hasSize(1);
    memory.install(List.of(Emitters.number("three", 3, 8000)));
    assertThatThrownBy(() -> memory.install(List.of(Emitters.number("four", 4, 0))))
        .hasMessage("generated code needs 4096 bytes more, 16384 of 16384 are used");
  }

  @Test
  void theProcessHasOneMebibyte() {
    CodeMemory whole = new CodeMemory(CodeMemory.LIMIT, pages, CodeDump.of(null));
    whole.install(List.of(Emitters.number("most", 1, (1 << 20) - 64)));
    assertThatThrownBy(() -> whole.install(List.of(Emitters.number("more", 1, 0))))
        .hasMessage("generated code needs 4096 bytes more, 1048576 of 1048576 are used");
    assertThat(CodeMemory.process()).isSameAs(CodeMemory.process());
  }

  @Test
  void refusedMemoryIsSaid() {
    Pages none =
        new Pages() {
          @Override
          public MemorySegment map(long bytes) {
            throw new IllegalStateException("mmap of " + bytes + " bytes failed");
          }

          @Override
          public void protect(MemorySegment pages, Access access) {
            throw new AssertionError("nothing was mapped");
          }
        };
    List<Emitter> one = List.of(Emitters.number("one", 1, 0));
    assertThatThrownBy(() -> new CodeMemory(4096, none, CodeDump.of(null)).install(one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mmap of 4096 bytes failed");
  }

  @Test
  void refusedExecutionIsSaid() {
    Pages data =
        new Pages() {
          @Override
          public MemorySegment map(long bytes) {
            return pages.map(bytes);
          }

          @Override
          public void protect(MemorySegment refused, Access access) {
            throw new IllegalStateException(access.adjective() + " memory is refused");
          }
        };
    List<Emitter> one = List.of(Emitters.number("one", 1, 0));
    assertThatThrownBy(() -> new CodeMemory(4096, data, CodeDump.of(null)).install(one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("executable memory is refused");
  }

  @Test
  void manyThreadsInstallAtOnce() {
    CodeMemory shared = new CodeMemory(1 << 20, pages, CodeDump.of(null));
    List<Long> addresses = new ArrayList<>();
    IntStream.range(0, 200)
        .parallel()
        .mapToObj(i -> shared.install(List.of(Emitters.number("f" + i, i, i))).getFirst())
        .forEach(
            code -> {
              long at = code.address().address();
              int value =
                  MemorySegment.ofAddress(at).reinterpret(5).get(ValueLayout.JAVA_INT_UNALIGNED, 1);
              assertThat(code.name()).isEqualTo("f" + value);
              synchronized (addresses) {
                addresses.add(at);
              }
            });
    assertThat(addresses).hasSize(200).doesNotHaveDuplicates();
    assertThat(pages.calls).hasSize(400);
    for (int i = 0; i < 400; i += 2) {
      assertThat(pages.calls.get(i)).startsWith("map");
      assertThat(pages.calls.get(i + 1)).startsWith("protect");
    }
  }
}
