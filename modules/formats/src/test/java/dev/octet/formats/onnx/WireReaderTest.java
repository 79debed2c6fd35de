package dev.octet.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {
  private static WireReader of(Proto p) {
    return new WireReader(new ByteArrayInputStream(p.toBytes()), p.toBytes().length);
  }

  private static WireReader stream(Proto p) {
    return new WireReader(new ByteArrayInputStream(p.toBytes()), -1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void readsVarints(long value) throws IOException {
    WireReader in = of(new Proto().varint(5, value));
    assertThat(in.next()).isTrue();
    assertThat(in.field()).isEqualTo(5);
    assertThat(in.varint()).isEqualTo(value);
    assertThat(in.next()).isFalse();
  }

  @Test
  void readsEveryKindAndSkipsTheRest() throws IOException {
    Proto inner = new Proto().string(1, "größe").varint(99, 4);
    Proto p =
        new Proto()
            .fixed32(1, 2.5f)
            .tag(40, 1)
            .raw(1, 2, 3, 4, 5, 6, 7, 8)
            .message(2, inner)
            .fixed32(41, 1f)
            .string(42, "unknown")
            .varint(3, 7);
    WireReader in = stream(p);
    assertThat(in.next()).isTrue();
    assertThat(in.fixedFloat()).isEqualTo(2.5f);
    assertThat(in.next()).isTrue();
    in.skip();
    assertThat(in.next()).isTrue();
    long outer = in.enter();
    assertThat(in.next()).isTrue();
    assertThat(in.string()).isEqualTo("größe");
    assertThat(in.next()).isTrue();
    in.skip();
    assertThat(in.next()).isFalse();
    in.leave(outer);
    for (int i = 0; i < 2; i++) {
      assertThat(in.next()).isTrue();
      in.skip();
    }
    assertThat(in.next()).isTrue();
    assertThat(in.varint()).isEqualTo(7);
    assertThat(in.next()).isFalse();
  }

  @Test
  void readsRepeatedFieldsPackedAndNot() throws IOException {
    Proto p =
        new Proto()
            .varint(1, 10)
            .packedVarints(1, 20, -30, 40, 50, 60)
            .varint(1, 70)
            .fixed32(2, 1f)
            .packedFloats(2, 2f, 3f);
    WireReader in = of(p);
    LongList longs = new LongList();
    FloatList floats = new FloatList();
    while (in.next()) {
      if (in.field() == 1) {
        in.varints(longs);
      } else {
        in.floats(floats);
      }
    }
    assertThat(longs.toArray()).containsExactly(10, 20, -30, 40, 50, 60, 70);
    assertThat(floats.toArray()).containsExactly(1f, 2f, 3f);
  }

  @Test
  void readsLongBytesAcrossItsBufferFromADrippingStream() throws IOException {
    byte[] data = new byte[200_001];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31);
    }
    byte[] file = new Proto().bytes(1, data).varint(2, 9).toBytes();
    InputStream drip =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] into) {
            return read(into, 0, Math.min(into.length, 777));
          }
        };
    WireReader in = new WireReader(drip, -1);
    assertThat(in.next()).isTrue();
    assertThat(in.bytes()).isEqualTo(data);
    assertThat(in.next()).isTrue();
    assertThat(in.varint()).isEqualTo(9);
    assertThat(in.position()).isEqualTo(file.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 6, 7})
  void refusesGroupsAndUnknownWireTypes(int wireType) {
    assertThatThrownBy(() -> of(new Proto().tag(1, wireType)).next())
        .isInstanceOf(WireException.class)
        .hasMessageContaining("field 1 has wire type " + wireType);
  }

  @Test
  void refusesBadFieldNumbersAndLongVarints() {
    assertThatThrownBy(() -> of(new Proto().raw(0)).next())
        .hasMessageContaining("field number 0 is outside");
    assertThatThrownBy(() -> of(new Proto().rawVarint(1L << 33)).next())
        .hasMessageContaining("is outside [1, 2^29)");
    int[] endless = new int[11];
    Arrays.fill(endless, 0xff);
    assertThatThrownBy(() -> of(new Proto().raw(endless)).next())
        .hasMessageContaining("longer than 10 bytes");
  }

  @Test
  void refusesAnotherWireTypeThanTheFieldHas() throws IOException {
    WireReader in = of(new Proto().varint(1, 3));
    in.next();
    assertThatThrownBy(in::string)
        .hasMessage("field 1 has wire type 0, expected bytes (at byte 1)");
    assertThatThrownBy(in::fixedFloat).hasMessageContaining("expected a float");
    assertThatThrownBy(in::enter).hasMessageContaining("expected a message");
    WireReader text = of(new Proto().string(1, "x"));
    text.next();
    assertThatThrownBy(text::varint).hasMessageContaining("expected an integer");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 1000, 1L << 40, Long.MAX_VALUE, -1})
  void refusesLengthsBeyondTheMessage(long length) throws IOException {
    Proto p = new Proto().tag(1, 2).rawVarint(length).raw('a', 'b', 'c');
    WireReader in = of(p);
    in.next();
    assertThatThrownBy(in::bytes).hasMessageContaining("bytes, 3 are left");
    WireReader skipping = of(p);
    skipping.next();
    assertThatThrownBy(skipping::skip).hasMessageContaining("bytes, 3 are left");
    WireReader inner = of(new Proto().message(9, p).string(10, "more than enough behind it"));
    inner.next();
    inner.enter();
    inner.next();
    assertThatThrownBy(inner::enter).hasMessageContaining("bytes, 3 are left");
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 100_000, Integer.MAX_VALUE - 16})
  void aStreamThatEndsEarlyTakesNoMoreMemoryThanItBrought(long length) throws IOException {
    WireReader in = stream(new Proto().tag(1, 2).rawVarint(length).raw('a', 'b', 'c'));
    in.next();
    assertThatThrownBy(in::bytes).hasMessageContaining("the file ends inside a message");
  }

  @Test
  void refusesBytesLongerThanAnArray() throws IOException {
    WireReader in = stream(new Proto().tag(1, 2).rawVarint(1L << 31));
    in.next();
    assertThatThrownBy(in::bytes).hasMessageContaining("exceeds 2^31");
  }

  @Test
  void refusesValuesThatCrossTheEndOfTheirMessage() throws IOException {
    WireReader fixed = of(new Proto().bytes(1, new byte[] {0x0d, 1, 2}).varint(2, 1));
    fixed.next();
    fixed.enter();
    fixed.next();
    assertThatThrownBy(fixed::fixedFloat).hasMessageContaining("past the end of its message");
    WireReader skipped = of(new Proto().bytes(1, new byte[] {0x0d, 1, 2}).varint(2, 1));
    skipped.next();
    skipped.enter();
    skipped.next();
    assertThatThrownBy(skipped::skip).hasMessageContaining("past the end of its message");
    WireReader packed = of(new Proto().bytes(1, new byte[] {1, (byte) 0x80}).varint(2, 1));
    packed.next();
    assertThatThrownBy(() -> packed.varints(new LongList()))
        .hasMessageContaining("past the end of its message");
    WireReader odd = of(new Proto().bytes(1, new byte[7]));
    odd.next();
    assertThatThrownBy(() -> odd.floats(new FloatList()))
        .hasMessageContaining("packed floats of field 1 take 7 bytes");
  }
}
