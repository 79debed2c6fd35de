package dev.octet.formats.onnx;

import static dev.octet.formats.onnx.OnnxFile.BFLOAT16;
import static dev.octet.formats.onnx.OnnxFile.BOOL;
import static dev.octet.formats.onnx.OnnxFile.FLOAT;
import static dev.octet.formats.onnx.OnnxFile.FLOAT16;
import static dev.octet.formats.onnx.OnnxFile.INT32;
import static dev.octet.formats.onnx.OnnxFile.INT64;
import static dev.octet.formats.onnx.OnnxFile.INT8;
import static dev.octet.formats.onnx.OnnxFile.UINT8;
import static dev.octet.formats.onnx.OnnxFile.attribute;
import static dev.octet.formats.onnx.OnnxFile.floats;
import static dev.octet.formats.onnx.OnnxFile.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.formats.OnnxFormatException;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxParserTest {
  private static OnnxModel parse(byte[] file) throws IOException {
    return OnnxParser.parse(new ByteArrayInputStream(file));
  }

  private static Tensor read(Proto tensor) throws IOException {
    return parse(OnnxFile.opset(14).initializer(tensor).toBytes())
        .initializers()
        .values()
        .iterator()
        .next()
        .value();
  }

  @Test
  void readsTheWholeOfAModel() throws IOException {
    byte[] file =
        OnnxFile.opset(13)
            .input("x", FLOAT, -1, 3)
            .input("w", FLOAT, 2)
            .initializer(floats("w", new float[] {1, 2}, 2))
            .node(
                "Gemm",
                "x,w,",
                "y",
                attribute("alpha", 0.5f),
                attribute("transB", 1L),
                attribute("axes", new long[] {-1, 2}),
                attribute("mode", "linear"))
            .output("y")
            .toBytes();
    OnnxModel m = parse(file);
    assertThat(m.irVersion()).isEqualTo(7);
    assertThat(m.opsets()).containsExactly(java.util.Map.entry("", 13L));
    assertThat(m.inputs()).hasSize(1);
    assertThat(m.inputs().get(0).name()).isEqualTo("x");
    assertThat(m.inputs().get(0).dims()).containsExactly(-1, 3);
    assertThat(m.outputs()).extracting(OnnxValue::name).containsExactly("y");
    OnnxNode n = m.nodes().get(0);
    assertThat(n.operator()).isEqualTo("Gemm");
    assertThat(n.inputs()).containsExactly("x", "w", "");
    assertThat(n.attributes().get("alpha")).isEqualTo(new OnnxAttribute.FloatValue(0.5f));
    assertThat(n.attributes().get("transB")).isEqualTo(new OnnxAttribute.IntValue(1));
    assertThat(n.attributes().get("mode")).isEqualTo(new OnnxAttribute.StringValue("linear"));
    assertThat(((OnnxAttribute.Ints) n.attributes().get("axes")).values()).containsExactly(-1, 2);
    assertThat(n.place()).isEqualTo("graph.node[0] 'y_node' (Gemm)");
  }

  @Test
  void readsRawData() throws IOException {
    assertThat(read(floats("t", new float[] {1, -2, Float.NaN}, 3)))
        .isEqualTo(FloatTensor.wrap(new float[] {1, -2, Float.NaN}, 3));
    assertThat(read(tensor("t", FLOAT16, 2, 1).bytes(9, new byte[] {0, 0x3c, 1, (byte) 0x80})))
        .isEqualTo(FloatTensor.wrap(new float[] {1, -0x1p-24f}, 2, 1));
    assertThat(
            read(tensor("t", BFLOAT16, 2).bytes(9, new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0})))
        .isEqualTo(FloatTensor.wrap(new float[] {1, -2}, 2));
    assertThat(read(tensor("t", INT64, 1).bytes(9, new byte[] {-2, -1, -1, -1, -1, -1, -1, -1})))
        .isEqualTo(LongTensor.wrap(new long[] {-2}, 1));
    assertThat(read(tensor("t", INT32, 1).bytes(9, new byte[] {0, 0, 0, (byte) 0x80})))
        .isEqualTo(LongTensor.wrap(new long[] {Integer.MIN_VALUE}, 1));
    assertThat(read(tensor("t", INT8, 2).bytes(9, new byte[] {-128, 127})))
        .isEqualTo(LongTensor.wrap(new long[] {-128, 127}, 2));
    assertThat(read(tensor("t", UINT8, 2).bytes(9, new byte[] {-128, 127})))
        .isEqualTo(LongTensor.wrap(new long[] {128, 127}, 2));
    assertThat(read(tensor("t", BOOL, 2).bytes(9, new byte[] {1, 0})))
        .isEqualTo(BoolTensor.wrap(new boolean[] {true, false}, 2));
    assertThat(read(tensor("t", FLOAT).bytes(9, new byte[] {0, 0, (byte) 0x80, 0x3f})))
        .isEqualTo(FloatTensor.scalar(1));
    assertThat(read(tensor("t", FLOAT, 0, 7).bytes(9, new byte[0])).shape().dims())
        .containsExactly(0, 7);
  }

  @Test
  void readsTypedFields() throws IOException {
    assertThat(read(tensor("t", FLOAT, 3).fixed32(4, 1f).packedFloats(4, 2f, 3f)))
        .isEqualTo(FloatTensor.wrap(new float[] {1, 2, 3}, 3));
    assertThat(read(tensor("t", FLOAT16, 1).packedVarints(5, 0xbc00)))
        .isEqualTo(FloatTensor.wrap(new float[] {-1}, 1));
    assertThat(read(tensor("t", BFLOAT16, 1).packedVarints(5, 0x3f80)))
        .isEqualTo(FloatTensor.wrap(new float[] {1}, 1));
    assertThat(read(tensor("t", INT64, 2).packedVarints(7, -5, 1L << 40)))
        .isEqualTo(LongTensor.wrap(new long[] {-5, 1L << 40}, 2));
    assertThat(read(tensor("t", INT32, 2).packedVarints(5, -5, 6)))
        .isEqualTo(LongTensor.wrap(new long[] {-5, 6}, 2));
    assertThat(read(tensor("t", INT8, 1).packedVarints(5, -128)))
        .isEqualTo(LongTensor.wrap(new long[] {-128}, 1));
    assertThat(read(tensor("t", UINT8, 1).packedVarints(5, 255)))
        .isEqualTo(LongTensor.wrap(new long[] {255}, 1));
    assertThat(read(tensor("t", BOOL, 2).packedVarints(5, 0, 1)))
        .isEqualTo(BoolTensor.wrap(new boolean[] {false, true}, 2));
  }

  @Test
  void tensorErrorsSayWhereAndWhat() {
    assertThatThrownBy(() -> read(tensor("w", FLOAT, 2, 2).bytes(9, new byte[12])))
        .isInstanceOf(OnnxFormatException.class)
        .hasMessage(
            "ONNX stream: graph.initializer[0]: tensor 'w':"
                + " raw_data has 12 bytes, dims [2, 2] of FLOAT need 16");
    byte[] nested =
        OnnxFile.opset(14)
            .node("Relu", "x", "y")
            .node("Constant", "", "c", attribute("value", tensor("", INT64, 3).packedVarints(7, 1)))
            .toBytes();
    assertThatThrownBy(() -> parse(nested))
        .hasMessage(
            "ONNX stream: graph.node[1].attribute[0].t:"
                + " int64_data has 1 elements, dims [3] of INT64 need 3");
    assertThatThrownBy(() -> read(tensor("w", UINT8, 1).packedVarints(5, 256)))
        .hasMessageContaining("int32_data has 256, outside the range of UINT8");
    assertThatThrownBy(() -> read(tensor("w", 11, 1).bytes(9, new byte[8])))
        .hasMessageContaining("element type DOUBLE is not supported");
    assertThatThrownBy(() -> read(tensor("w", FLOAT, -1)))
        .hasMessageContaining("dims has -1, expected 0 to 2^31 - 1");
    assertThatThrownBy(() -> read(tensor("w", FLOAT, 1 << 16, 1 << 16)))
        .hasMessageContaining("exceed 2^31 - 1 elements");
    assertThatThrownBy(() -> read(tensor("w", FLOAT, Integer.MAX_VALUE)))
        .hasMessageContaining("float_data has 0 elements");
  }

  private static Proto outside(String location, String... keysAndValues) {
    Proto t = tensor("w", FLOAT, 2).varint(14, 1);
    t.message(13, new Proto().string(1, "location").string(2, location));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      t.message(13, new Proto().string(1, keysAndValues[i]).string(2, keysAndValues[i + 1]));
    }
    return t;
  }

  private static Tensor readFile(Path directory, Proto tensor) throws IOException {
    Path file = directory.resolve("model.onnx");
    Files.write(file, OnnxFile.opset(14).initializer(tensor).toBytes());
    return OnnxParser.parse(file).initializers().get("w").value();
  }

  @Test
  void readsExternalData(@TempDir Path tmp) throws IOException {
    Path models = Files.createDirectories(tmp.resolve("models/sub")).getParent();
    byte[] data = new Proto().raw(9, 9, 9, 9).rawFloat(1).rawFloat(-2).raw(9).toBytes();
    Files.write(models.resolve("w.bin"), data);
    Files.write(models.resolve("sub/v.bin"), new Proto().rawFloat(3).rawFloat(4).toBytes());
    FloatTensor expected = FloatTensor.wrap(new float[] {1, -2}, 2);
    assertThat(readFile(models, outside("w.bin", "offset", "4", "length", "8")))
        .isEqualTo(expected);
    assertThat(readFile(models, outside("w.bin", "offset", "4"))).isEqualTo(expected);
    assertThat(readFile(models, outside("sub/v.bin")))
        .isEqualTo(FloatTensor.wrap(new float[] {3, 4}, 2));
  }

  @Test
  void refusesExternalDataThatIsNotInTheModelsDirectory(@TempDir Path tmp) throws IOException {
    Path models = Files.createDirectory(tmp.resolve("models"));
    Path secret = Files.write(tmp.resolve("secret"), new byte[8]);
    Files.createSymbolicLink(models.resolve("link"), secret);
    for (String bad :
        new String[] {"../secret", "a/../../secret", secret.toString(), "..\\secret"}) {
      assertThatThrownBy(() -> readFile(models, outside(bad)))
          .as(bad)
          .isInstanceOf(OnnxFormatException.class)
          .hasMessageContaining("leads out of the model's directory");
    }
    assertThatThrownBy(() -> readFile(models, outside("link")))
        .hasMessageContaining("is a link out of the model's directory");
    assertThatThrownBy(() -> readFile(models, outside("\0")))
        .isInstanceOf(OnnxFormatException.class);
    assertThatThrownBy(() -> readFile(models, outside(""))).hasMessageContaining("no location");
    assertThatThrownBy(() -> readFile(models, outside("missing.bin")))
        .hasMessageContaining("'missing.bin' is not there");
    assertThatThrownBy(() -> readFile(models, outside("."))).hasMessageContaining("is not there");
  }

  @Test
  void refusesExternalDataBeyondItsFile(@TempDir Path tmp) throws IOException {
    Files.write(tmp.resolve("w.bin"), new byte[10]);
    assertThatThrownBy(() -> readFile(tmp, outside("w.bin", "offset", "3")))
        .hasMessageContaining("is 10 bytes long, offset 3 and length 8 reach beyond");
    assertThatThrownBy(() -> readFile(tmp, outside("w.bin", "offset", "" + Long.MAX_VALUE)))
        .hasMessageContaining("reach beyond");
    assertThatThrownBy(() -> readFile(tmp, outside("w.bin", "offset", "-1")))
        .hasMessageContaining("offset '-1', expected a number from 0");
    assertThatThrownBy(() -> readFile(tmp, outside("w.bin", "length", "9")))
        .hasMessageContaining("has length 9, type and dims need 8");
    assertThatThrownBy(() -> parse(OnnxFile.opset(14).initializer(outside("w.bin")).toBytes()))
        .hasMessageContaining("read the model from its Path");
  }

  @Test
  void aModelBehindALinkFindsItsDataBesideTheTarget(@TempDir Path tmp) throws IOException {
    Path blobs = Files.createDirectory(tmp.resolve("blobs"));
    Path snapshot = Files.createDirectory(tmp.resolve("snapshot"));
    Files.write(blobs.resolve("b1"), OnnxFile.opset(14).initializer(outside("w.bin")).toBytes());
    Files.write(blobs.resolve("b2"), new Proto().rawFloat(5).rawFloat(6).toBytes());
    Files.createSymbolicLink(snapshot.resolve("model.onnx"), blobs.resolve("b1"));
    Files.createSymbolicLink(snapshot.resolve("w.bin"), blobs.resolve("b2"));
    assertThat(OnnxParser.parse(snapshot.resolve("model.onnx")).initializers().get("w").value())
        .isEqualTo(FloatTensor.wrap(new float[] {5, 6}, 2));
  }

  @Test
  void refusesWhatIsNoModel() {
    assertThatThrownBy(() -> parse(new byte[0])).hasMessageContaining("not an ONNX model");
    assertThatThrownBy(
            () -> parse("PK\3\4 a zip file".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
        .isInstanceOf(OnnxFormatException.class);
    assertThatThrownBy(
            () -> parse(new Proto().message(7, new Proto()).message(7, new Proto()).toBytes()))
        .hasMessageContaining("second graph");
    assertThatThrownBy(
            () ->
                parse(
                    OnnxFile.opset(14)
                        .initializer(floats("w", new float[1], 1))
                        .initializer(floats("w", new float[1], 1))
                        .toBytes()))
        .hasMessageContaining("named 'w'");
    assertThatThrownBy(
            () ->
                parse(
                    OnnxFile.opset(9)
                        .node("A", "", "b", attribute("k", 1L), attribute("k", 2L))
                        .toBytes()))
        .hasMessageContaining("graph.node[0].attribute[1]: two attributes, or none, are named 'k'");
  }

  @Test
  void passesOverGraphsInAttributesHoweverDeep() throws IOException {
    Proto graph = new Proto();
    for (int i = 0; i < 3000; i++) {
      Proto then = new Proto().string(1, "then_branch").message(6, graph).varint(20, 5);
      graph = new Proto().message(1, new Proto().string(4, "If").message(5, then));
    }
    OnnxModel m = parse(new Proto().message(7, graph).toBytes());
    assertThat(m.nodes().get(0).attributes().get("then_branch"))
        .isEqualTo(new OnnxAttribute.Other("type 5"));
  }

  @Test
  void refusesAModelOfAMillionEmptyMessages() {
    byte[] nodes = new byte[(1 << 20) * 2 + 2];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 1 << 3 | 2;
    }
    assertThatThrownBy(() -> parse(new Proto().bytes(7, nodes).toBytes()))
        .isInstanceOf(OnnxFormatException.class)
        .hasMessageContaining("more than 1048576 messages and names");
  }
}
