package dev.octet.kernels.x86.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels, constants and alignment. Instructions are compared in {@link EncodingGoldenTest}. */
class AssemblerTest {
  private final Assembler a = new Assembler();

  private static int i32(byte[] code, int at) {
    return ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  @Test
  void severalJumpsWaitForOneLabel() {
    Label end = new Label();
    a.jmp(end);
    a.jump(Condition.LESS, end);
    a.lea(Gpr.RAX, Mem.at(end).plus(3));
    a.bind(end);
    byte[] code = a.finish();
    assertThat(i32(code, 1)).isEqualTo(code.length - 5);
    assertThat(i32(code, 7)).isEqualTo(code.length - 11);
    assertThat(i32(code, 14)).isEqualTo(3);
  }

  @Test
  void constantsLieBehindTheCodeAlignedAndRepeated() {
    Label one = a.constant(1);
    Label many = a.constant(IntStream.range(0, 16).toArray());
    a.op(Op.VADDPS, Vec.zmm(0), Vec.zmm(1), Mem.at(many));
    a.op(Op.VCMPPS, Vec.ymm(0), Vec.ymm(1), Mem.at(one), 7);
    int end = a.position();
    byte[] code = a.finish();
    assertThat(code).hasSize(192);
    for (int i = 0; i < 16; i++) {
      assertThat(i32(code, 64 + 4 * i)).isEqualTo(1);
      assertThat(i32(code, 128 + 4 * i)).isEqualTo(i);
    }
    // EVEX: 6 bytes, then the distance. VEX in two bytes: 4, the distance, and the immediate.
    assertThat(10 + i32(code, 6)).isEqualTo(128);
    assertThat(end + i32(code, end - 5)).isEqualTo(64);
  }

  @Test
  void constantsOfSeveralWordsRepeat() {
    a.op(Op.VMOVUPS, Vec.ymm(3), Mem.at(a.constant(5, -6)));
    byte[] code = a.finish();
    assertThat(i32(code, 64 + 56)).isEqualTo(5);
    assertThat(i32(code, 64 + 60)).isEqualTo(-6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 5, 12, 17, 32})
  void constantsHaveWordsThatFill64Bytes(int words) {
    assertThatThrownBy(() -> a.constant(new int[words]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a constant has 1, 2, 4, 8 or 16 words, got " + words);
  }

  @Test
  void alignmentIsFilledWithTraps() {
    a.ret();
    a.align(16);
    a.align(16);
    assertThat(a.position()).isEqualTo(16);
    assertThat(a.finish()).startsWith(0xC3, 0xCC).endsWith(0xCC);
  }

  @Test
  void aLabelIsBoundOnce() {
    a.ret();
    Label label = a.here();
    assertThat(label).hasToString("label at 1");
    assertThatThrownBy(() -> a.bind(label))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("label is bound to 1 already");
  }

  @Test
  void aLabelThatIsUsedIsBound() {
    a.ret();
    Label label = new Label();
    a.jmp(label);
    a.jmp(label);
    assertThatThrownBy(a::finish)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("labels are never bound: 1, the first used at byte 2");
    a.bind(label);
    assertThat(a.finish()).hasSize(11);
  }

  @Test
  void codeGrows() {
    for (int i = 0; i < 5000; i++) {
      a.ret();
    }
    assertThat(a.finish()).hasSize(5000).containsOnly(0xC3);
  }
}
