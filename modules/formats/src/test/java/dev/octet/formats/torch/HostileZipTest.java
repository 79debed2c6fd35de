package dev.octet.formats.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.FloatTensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Zip files other than those that PyTorch writes: read where they are sound, refused elsewhere. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileZipTest {
  /** Offsets in an entry of the central directory. */
  private static final int CRC = 16;

  private static final int PACKED = 20;
  private static final int SIZE = 24;
  private static final int HEADER = 42;

  private static byte[] pickle(long count) {
    long[] sizes = {count};
    return Pickle.start().tensor("FloatStorage", count, 0, sizes, new long[] {1}).end();
  }

  private static byte[] floats(ByteOrder order, float... values) {
    ByteBuffer b = ByteBuffer.allocate(4 * values.length).order(order);
    b.asFloatBuffer().put(values);
    return b.array();
  }

  private static FloatTensor read(byte[] zip) throws IOException {
    return (FloatTensor) TorchCheckpoint.read(new ByteArrayInputStream(zip)).tensors().get("");
  }

  private static void refused(byte[] zip, String... why) {
    assertThatThrownBy(() -> read(zip))
        .isInstanceOf(ModelFormatException.class)
        .message()
        .startsWith("stream: ")
        .contains(why);
  }

  /** Two floats, 1 and 2. */
  private static TorchZip good() throws IOException {
    return TorchZip.of(pickle(2)).stored("a/data/0", floats(ByteOrder.LITTLE_ENDIAN, 1, 2));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a number into the directory's entry of the storage, which is the last. */
  private static byte[] changed(byte[] zip, int field, int value) {
    ByteBuffer b = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int at = zip.length - 4;
    while (b.getInt(at) != 0x02014b50) {
      at--;
    }
    b.putInt(at + field, value);
    return b.array();
  }

  @Test
  void storedDeflatedAndOfBothByteOrders() throws IOException {
    FloatTensor expected = FloatTensor.wrap(new float[] {1, 2}, 2);
    assertThat(read(good().toBytes())).isEqualTo(expected);
    assertThat(read(good().stored("a/byteorder", bytes("little\n")).toBytes())).isEqualTo(expected);
    byte[] big = floats(ByteOrder.BIG_ENDIAN, 1, 2);
    TorchZip swapped = TorchZip.of(pickle(2)).stored("a/byteorder", bytes("big"));
    assertThat(read(swapped.stored("a/data/0", big).toBytes())).isEqualTo(expected);
    byte[] little = floats(ByteOrder.LITTLE_ENDIAN, 1, 2);
    TorchZip deflated = new TorchZip().deflated("a/data.pkl", pickle(2));
    assertThat(read(deflated.deflated("a/data/0", little).toBytes())).isEqualTo(expected);
    refused(good().stored("a/byteorder", bytes("middle")).toBytes(), "byteorder is 'middle'");
  }

  @Test
  void otherZipFiles() throws IOException {
    refused(new TorchZip().stored("b/c/data.pkl", pickle(2)).toBytes(), "no data.pkl in a folder");
    refused(good().stored("b/data.pkl", pickle(2)).toBytes(), "both 'a/data.pkl' and 'b/data.pkl'");
    refused(good().stored("a/constants.pkl", new byte[1]).toBytes(), "torch.jit.save");
    refused(TorchZip.of(pickle(2)).toBytes(), "the zip file has no 'a/data/0'");
    refused(
        TorchZip.of(pickle(2)).stored("a/data/0", new byte[7]).toBytes(),
        "'a/data/0' has 7 bytes, torch.FloatStorage of 2 elements needs 8");
    refused(TorchZip.of(new byte[(1 << 26) + 1]).toBytes(), "expected at most 67108864");
  }

  @Test
  void damagedData() throws IOException {
    byte[] zip = good().toBytes();
    refused(changed(zip, CRC, 12), "'a/data/0': its checksum is", "the directory says 0000000c");
    byte[] damaged = zip.clone();
    int at = new String(zip, StandardCharsets.ISO_8859_1).indexOf("a/data/0") + 8;
    damaged[at + 3] ^= 1;
    refused(damaged, "'a/data/0': its checksum is");
  }

  @Test
  void directoriesThatLie() throws IOException {
    byte[] zip = good().toBytes();
    refused(changed(zip, HEADER, 0), "'a/data/0' is called 'a/data.pkl' at byte 0");
    refused(changed(zip, HEADER, 1), "'a/data/0' is said to be at byte 1");
    refused(changed(zip, HEADER, Integer.MAX_VALUE), "is said to be at byte 2147483647");
    refused(changed(zip, HEADER, -1), "'a/data/0' lacks its 64-bit sizes");
    refused(changed(zip, SIZE, 1 << 30), "'a/data/0' has 1073741824 bytes in 8");
    refused(changed(changed(zip, SIZE, 1 << 30), PACKED, 1 << 30), "1073741824 bytes of data");
    ByteBuffer end = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    refused(end.putShort(zip.length - 12, (short) -1).array(), "directory of 65535 entries");
    refused(
        end.putShort(zip.length - 12, (short) 2).putInt(zip.length - 6, -1).array(),
        "at 4294967295");
  }

  /** One local header inside the data of another, as in bombs of overlapping files. */
  @Test
  void entriesThatOverlap() throws IOException {
    byte[] inner = new byte[30 + 8 + 8];
    ByteBuffer.wrap(inner)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x04034b50)
        .putShort(26, (short) 8);
    System.arraycopy(bytes("a/data/0"), 0, inner, 30, 8);
    byte[] zip =
        new TorchZip()
            .stored("a/x", inner)
            .stored("a/data.pkl", pickle(2))
            .stored("a/data/0", new byte[8])
            .toBytes();
    refused(changed(zip, HEADER, 30 + 3), "'a/x' overlaps 'a/data/0'");
  }

  @Test
  void namesThatStandTwice() throws IOException {
    byte[] zip = good().stored("a/data/1", new byte[8]).toBytes();
    String text = new String(zip, StandardCharsets.ISO_8859_1).replace("a/data/1", "a/data/0");
    refused(text.getBytes(StandardCharsets.ISO_8859_1), "two entries named 'a/data/0'");
  }

  /** Sizes of deflated entries that are more or less than what is in them. */
  @Test
  void bombs() throws IOException {
    int count = 1 << 22;
    byte[] zip = TorchZip.of(pickle(count)).deflated("a/data/0", new byte[4 * count]).toBytes();
    assertThat(read(zip).shape().size()).isEqualTo(count);
    refused(changed(zip, SIZE, 4 * count - 4), "'a/data/0' has 16777212 bytes");
    byte[] more = TorchZip.of(pickle(2)).deflated("a/data/0", new byte[4 * count]).toBytes();
    refused(changed(more, SIZE, 8), "it inflates to more than its 8 bytes");
    byte[] less = TorchZip.of(pickle(count)).deflated("a/data/0", new byte[8]).toBytes();
    refused(changed(less, SIZE, 4 * count), "'a/data/0': the file ends within its data");
    refused(changed(less, SIZE, 1 << 30), "inflates to 1073741824 bytes without measure");
    byte[] cut = changed(zip, PACKED, 100);
    refused(cut, "'a/data/0': Unexpected end of ZLIB input stream");
  }

  @Test
  void endsThatAreCut() throws IOException {
    byte[] zip = good().toBytes();
    for (int n = 0; n < zip.length; n++) {
      byte[] cut = Arrays.copyOf(zip, n);
      assertThatThrownBy(() -> read(cut))
          .as("the first %d bytes", n)
          .isInstanceOf(ModelFormatException.class);
    }
  }
}
