package dev.octet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.ModelFormatException;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
  @TempDir Path dir;

  /** A file of the given header and data. */
  static byte[] file(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static byte[] written(Container c) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    c.write(out);
    return out.toByteArray();
  }

  private static Container read(byte[] file) throws IOException {
    return Container.read(new ByteArrayInputStream(file));
  }

  private static Map<String, Tensor> everyKind() {
    Random random = new Random(1);
    RandomTensors floats = new RandomTensors(1);
    byte[] bytes = new byte[200_000];
    random.nextBytes(bytes);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("bool", BoolTensor.wrap(new boolean[] {true, false, true}, 3));
    tensors.put("i8", QTensor.wrap(bytes, Shape.of(2, 100_000), DType.QINT8, Container.ITSELF));
    tensors.put("u8", QTensor.wrap(bytes, Shape.of(7), DType.QUINT8, Container.ITSELF));
    tensors.put("i32", QTensor.wrap(new int[] {-1, 1 << 30}, Shape.of(2), Container.ITSELF));
    tensors.put("large", floats.normal(1, 3, 70_001));
    tensors.put(
        "odd", FloatTensor.wrap(new float[] {Float.NaN, -0f, 1 / 0f, Float.MIN_VALUE}, 2, 2));
    tensors.put("i64", LongTensor.wrap(new long[] {Long.MIN_VALUE, 5}, 2, 1));
    tensors.put("scalar", FloatTensor.scalar(3));
    tensors.put("empty", FloatTensor.wrap(new float[0], 4, 0));
    tensors.put("part", FloatTensor.wrap(new float[] {0, 1, 2, 3}, 1, Shape.of(2)));
    tensors.put("channelsLast", floats.normal(1, 2, 3, 4, 5).to(Layout.CHANNELS_LAST));
    return tensors;
  }

  @Test
  void everyKindOfTensorComesBackFromAFileAndFromAStream() throws IOException {
    Container c = new Container(Map.of("key", "välue \"1\""), everyKind());
    Path path = dir.resolve("a.safetensors");
    c.write(path);
    assertThat(Container.read(path)).isEqualTo(c);
    byte[] bytes = Files.readAllBytes(path);
    assertThat(bytes).isEqualTo(written(c));
    assertThat(read(bytes)).isEqualTo(c);
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong() % 8).isZero();
  }

  /** Written out by hand after the format's description. */
  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", QTensor.wrap(new byte[] {-1, 2}, Shape.of(2), DType.QINT8, Container.ITSELF));
    tensors.put("w", FloatTensor.wrap(new float[] {1}, 1, 1));
    String json =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[4,6]}}";
    String padded = json + " ".repeat(-json.length() & 7);
    byte[] expected = file(padded, 6);
    byte[] data = {0, 0, (byte) 0x80, 0x3f, -1, 2};
    System.arraycopy(data, 0, expected, expected.length - 6, 6);
    assertThat(written(new Container(Map.of("k", "v"), tensors))).isEqualTo(expected);
  }

  @Test
  void halfFloatsAreWidened() throws IOException {
    String header =
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[4,10]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
    byte[] file = file(header, 10);
    ByteBuffer data = ByteBuffer.wrap(file, file.length - 10, 10).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) 0x3fc0).putShort((short) 0xff80);
    data.putShort((short) 0x3c00).putShort((short) 0x0001).putShort((short) 0xfbff);
    Map<String, Tensor> tensors = read(file).tensors();
    assertThat(tensors.get("b"))
        .isEqualTo(FloatTensor.wrap(new float[] {1.5f, Float.NEGATIVE_INFINITY}, 2));
    assertThat(tensors.get("h")).isEqualTo(FloatTensor.wrap(new float[] {1, 0x1p-24f, -65504}, 3));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}|8"
            + "|tensor 'a': data offsets [0, 8] hold 8 bytes, F32 [1] needs 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}}|8|expected data offsets [begin,"
            + " end]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}}|8|expected data offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4]}}|8|expected data offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4.0]}}|8"
            + "|tensor 'a'.data_offsets[1]: expected an integer, got a number with a fraction",
        "{'a':{'dtype':'I8','shape':[2],'data_offsets':[0,2]},"
            + "'b':{'dtype':'I8','shape':[2],'data_offsets':[1,3]}}|3"
            + "|tensor 'b': its data starts at 1, the one before ends at 2: they overlap",
        "{'a':{'dtype':'I8','shape':[2],'data_offsets':[1,3]}}|3"
            + "|tensor 'a': its data starts at 1, the one before ends at 0: there is a gap",
        "{'a':{'dtype':'F32','shape':[1099511627776],'data_offsets':[0,4]}}|4|outside 0 to",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,4]}}|4|more than 2^31 - 1",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|4|outside 0 to",
        "{'a':{'dtype':'F8_E4M3','shape':[1],'data_offsets':[0,1]}}|1"
            + "|tensor 'a': element type 'F8_E4M3' is not supported",
        "{'a':{'dtype':'I8','shape':[1],'data_offsets':[0,1],'x':1}}|1|tensor 'a': 'x' is not"
            + " known",
        "{'a':{'dtype':'I8','data_offsets':[0,1],'shape':3}}|1|tensor 'a'.shape: expected a list",
        "{'a':{'shape':[1],'data_offsets':[0,1]}}|1|tensor 'a': 'dtype' is missing",
        "{'a':null}|0|tensor 'a': expected an object, got null",
        "{'__metadata__':{'a':1}}|0|__metadata__.a: expected a string, got an integer",
        "{'a':{'dtype':'I8','shape':[1],'data_offsets':[0,1]},"
            + "'a':{'dtype':'I8','shape':[1],'data_offsets':[1,2]}}|2|name 'a' twice",
        "[]|0|the header does not start with '{'",
        "` {}`|0|the header does not start with '{'",
        "{}|1|more",
      })
  void aBrokenHeaderIsRefused(String header, int dataBytes, String problem) throws IOException {
    byte[] bytes = file(header.replace('\'', '"').replace("`", ""), dataBytes);
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("stream: ")
        .hasMessageContaining(problem);
    Path path = dir.resolve("broken.safetensors");
    Files.write(path, bytes);
    assertThatThrownBy(() -> Container.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("broken.safetensors: ");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE, 100_000_001, 100_000_000, 9})
  void aHeaderLongerThanTheFileIsRefused(long length) throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).putLong(0).array();
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(ModelFormatException.class);
    Path path = Files.write(dir.resolve("long.safetensors"), bytes);
    assertThatThrownBy(() -> Container.read(path))
        .hasMessage(
            "long.safetensors: the header's length is %s, expected at most 8"
                .formatted(Long.toUnsignedString(length)));
  }

  /** The array for 8 GB would not fit the heap. */
  @Test
  void whatTheFileCannotHoldIsNotAllocated() throws IOException {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2000000000],\"data_offsets\":[0,8000000000]}}";
    byte[] bytes = file(header, 100);
    Path path = Files.write(dir.resolve("big.safetensors"), bytes);
    assertThatThrownBy(() -> Container.read(path))
        .hasMessage(
            "big.safetensors: the header places 8000000000 bytes of data, the file has 100");
    assertThatThrownBy(() -> read(bytes))
        .hasMessage("stream: tensor 'a': the file ends within its data");
  }

  @Test
  void everyCutIsNoticed() throws IOException {
    byte[] bytes = written(new Container(Map.of(), Map.of("a", FloatTensor.scalar(1))));
    for (int i = 0; i < bytes.length; i++) {
      byte[] cut = java.util.Arrays.copyOf(bytes, i);
      Path path = Files.write(dir.resolve("cut.safetensors"), cut);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(ModelFormatException.class);
      assertThatThrownBy(() -> Container.read(path)).isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void aTruthValueIsZeroOrOne() {
    byte[] bytes = file("{\"a\":{\"dtype\":\"BOOL\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
    bytes[bytes.length - 1] = 2;
    assertThatThrownBy(() -> read(bytes))
        .hasMessage("stream: tensor 'a': element 0 is 2, expected 0 or 1");
  }

  @Test
  void aFileIsReplacedWholeOrNotAtAll() throws IOException {
    Path path = dir.resolve("model.safetensors");
    Container old = new Container(Map.of(), Map.of("a", FloatTensor.scalar(1)));
    old.write(path);
    Container bad = new Container(Map.of(), Map.of("__metadata__", FloatTensor.scalar(2)));
    assertThatThrownBy(() -> bad.write(path)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Container.read(path)).isEqualTo(old);
    Container other = new Container(Map.of(), Map.of("a", FloatTensor.scalar(2)));
    other.write(path);
    assertThat(Container.read(path)).isEqualTo(other);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void aStreamStaysOpen() throws IOException {
    byte[] bytes = written(new Container(Map.of(), Map.of()));
    boolean[] closed = new boolean[1];
    try (InputStream in =
        new ByteArrayInputStream(bytes) {
          @Override
          public void close() {
            closed[0] = true;
          }
        }) {
      assertThat(Container.read(in).tensors()).isEmpty();
      assertThat(closed[0]).isFalse();
    }
  }
}
