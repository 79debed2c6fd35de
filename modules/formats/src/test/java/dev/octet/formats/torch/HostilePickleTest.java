package dev.octet.formats.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.formats.TorchCheckpoint;
import dev.octet.nn.ModelFormatException;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pickles made to do harm: each is refused with a reason, or read without growing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostilePickleTest {
  private static final long[] NONE = {};

  @TempDir Path dir;

  private static TorchCheckpoint read(Pickle pickle) throws IOException {
    byte[] zip = TorchZip.of(pickle.end()).stored("a/data/0", new byte[24]).toBytes();
    return TorchCheckpoint.read(new ByteArrayInputStream(zip));
  }

  private static void refused(Pickle pickle, String... why) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(ModelFormatException.class)
        .message()
        .startsWith("stream: a/data.pkl: ")
        .contains(why);
  }

  @ParameterizedTest
  @CsvSource({
    "os, system",
    "posix, system",
    "builtins, eval",
    "__builtin__, eval",
    "builtins, getattr",
    "torch, load",
    "torch.serialization, load",
    "torch.hub, load",
    "subprocess, Popen",
    "numpy.core.multiarray, _reconstruct",
    "torchvision.models.resnet, ResNet",
    "java.lang.Runtime, exec",
    "torch._utils, _rebuild_sparse_tensor",
    "torch, ComplexFloatStorage",
    "collections, OrderedDict.__class__"
  })
  void namesOfAllElse(String module, String name) {
    String asked = "asks for '" + module + "." + name + "'";
    refused(Pickle.start().global(module, name), "byte 2: ", asked);
    refused(Pickle.start().string(module).string(name).op(0x93), asked);
    Pickle called = Pickle.start().global(module, name).string("id").op(0x85, 'R');
    refused(called, asked, "Nothing was executed");
  }

  /** Each opcode that could make or call something, each with a command that would leave a file. */
  @Test
  void nothingIsExecuted() {
    Path trace = dir.resolve("trace");
    String command = "touch " + trace;
    refused(Pickle.start().global("os", "system").string(command).op(0x85, 'R'), "'os.system'");
    refused(
        Pickle.start().string("os").string("system").op(0x93).string(command).op(0x85, 'R'),
        "'os.system'");
    refused(Pickle.start().op('(').string(command).text("ios\nsystem\n"), "INST", "'os.system'");
    refused(Pickle.start().op('(').global("os", "system").string(command).op('o'), "'os.system'");
    refused(Pickle.start().global("os", "system").string(command).op(0x85, 0x81), "'os.system'");
    refused(Pickle.start().text("Pos.system\n"), "PERSID", "'os.system'");
    refused(Pickle.start().string(command).op('Q'), "persistent id");
    refused(
        Pickle.start().op('(').string("module").global("os", "system").op('N', 'N', 't', 'Q'),
        "'os.system'");
    assertThat(trace).doesNotExist();
  }

  /** What may be named may not be used in other ways. */
  @Test
  void objectsOfAllowedNames() {
    refused(ordered().op(')', 0x81), "NEWOBJ");
    refused(ordered().op(')', '}', 0x92), "NEWOBJ");
    refused(Pickle.start().op('(').global("torch", "Size").op('o'), "OBJ");
    refused(Pickle.start().op(0x82, 1), "EXT");
    refused(Pickle.start().global("torch", "float32").op(')', 'R'), "REDUCE calls torch.float32");
    refused(
        Pickle.start().global("torch", "FloatStorage").op(')', 'R'),
        "REDUCE calls torch.FloatStorage");
    refused(ordered().string("x").op('R'), "REDUCE calls collections.OrderedDict with 'x'");
    refused(Pickle.start().string("os.system").op(')', 'R'), "REDUCE calls 'os.system'");
    refused(
        ordered().op(')', 'R', '}').string("__class__").op('N', 's', 'b'), "BUILD sets the state");
    refused(ordered().op('}', 'b'), "BUILD sets the state of collections.OrderedDict");
    refused(ordered(), "is collections.OrderedDict, expected a tensor");
  }

  private static Pickle ordered() {
    return Pickle.start().global("collections", "OrderedDict");
  }

  @Test
  void brokenPrograms() {
    refused(Pickle.start(), "needs 1 values");
    refused(Pickle.start().op('N', 'N'), "1 values and 0 marks left over");
    refused(Pickle.start().op('(', 'N'), "0 values and 1 marks left over");
    refused(Pickle.start().op('t'), "needs a mark");
    refused(Pickle.start().op('N', '(', 0x85), "needs 1 values");
    refused(Pickle.start().op('h', 7), "the memo has no entry 7");
    refused(Pickle.start().op(0xff), "byte 2: the opcode 0xff is not known");
    refused(Pickle.start().op(0x80, 6), "protocol 6");
    refused(Pickle.start().op(0x95).little(1L << 40, 8), "a frame has 1099511627776 bytes");
    refused(Pickle.start().op('N', 'N', 'a'), "appended to None");
    refused(Pickle.start().op('}', '(', 'N', 'u'), "1 keys and values");
    refused(Pickle.start().op('}', '}', 'N', 's'), "a dict for a key");
    refused(Pickle.start().op('X').little(0xffffffffL, 4), "a value of 4294967295 bytes");
    refused(Pickle.start().op(0x8d).little(-1, 8), "a value of 18446744073709551615 bytes");
    refused(Pickle.start().op(0x8b).little(-1, 4), "an integer has -1 bytes");
    refused(Pickle.start().op('X').little(1, 4).op(0xff), "not UTF-8");
    refused(Pickle.start().text("L12x\n"), "'12x' is no integer");
    refused(Pickle.start().text("L" + "9".repeat(5000) + "\n"), "a line is longer");
    refused(Pickle.start().op('C', 1, 1), "bytes objects");
    refused(Pickle.start().op('N', '.', 'N'), "there is more after the pickle");
  }

  @Test
  void valuesThatGrow() {
    Pickle many = Pickle.start().op('(');
    for (int i = 0; i < 3_000_001; i++) {
      many.op('}');
    }
    refused(many.op('t'), "more than 3000000 objects");
    // Each tuple holds the one before ten times: 10^30 leaves.
    Pickle bomb = Pickle.start().op('N');
    for (int i = 0; i < 30; i++) {
      bomb.op('q', i, '0', '(');
      for (int k = 0; k < 10; k++) {
        bomb.op('h', i);
      }
      bomb.op('t');
    }
    refused(bomb, "unfold without measure");
    refused(Pickle.start().op(']', 'q', 0, 'h', 0, 'a'), "lies deeper than 64 levels");
    Pickle deep = Pickle.start().op(')');
    for (int i = 0; i < 1_000_000; i++) {
      deep.op(0x85);
    }
    refused(deep, "lies deeper than 64 levels");
    refused(
        Pickle.start().op('}').string("k".repeat(3000)).op('N', 's'), "name is longer than 2000");
  }

  @Test
  void twoEntriesOfOneName() {
    Pickle inner = Pickle.start().op('}', '(').string("a.b").integer(1).string("a");
    inner.op('}').string("b").integer(2).op('s', 'u');
    refused(inner, "two entries are named 'a.b'");
  }

  @Test
  void tensorsOutOfTheirStorage() throws IOException {
    Pickle good = tensor(6, 1, new long[] {2, 2}, new long[] {3, 1});
    assertThat(read(good).tensors()).containsEntry("", FloatTensor.wrap(new float[4], 2, 2));
    String out = "reaches out of storage '0' of 6 elements";
    refused(tensor(6, 0, new long[] {7}, new long[] {1}), out);
    refused(tensor(6, 1, new long[] {2, 3}, new long[] {3, 1}), out);
    refused(tensor(6, -1, new long[] {2}, new long[] {1}), out);
    refused(tensor(6, 6, NONE, NONE), out);
    refused(tensor(6, Long.MAX_VALUE, new long[] {2}, new long[] {1}), out);
    refused(tensor(6, 7, new long[] {0}, new long[] {1}), out);
    refused(tensor(6, 5, new long[] {2, 2}, new long[] {Integer.MAX_VALUE, 1}), out);
    refused(tensor(6, 5, new long[] {2}, new long[] {-1}), "the stride -1");
    refused(tensor(6, 0, new long[] {-1}, new long[] {1}), "the size -1");
    refused(tensor(6, 0, new long[] {1L << 40}, new long[] {1}), "the size 1099511627776");
    refused(tensor(6, 0, new long[] {1 << 20, 1 << 20}, new long[2]), "2^31 - 1 elements");
    refused(tensor(6, 0, new long[] {1 << 30}, new long[] {0}), "without measure");
    refused(tensor(6, 0, new long[] {2}, NONE), "1 sizes and 0 strides");
    refused(tensor(6, 0, new long[65], new long[65]), "65 dimensions");
    refused(tensor(7, 0, new long[] {2}, new long[] {1}), "'a/data/0' has 24 bytes", "needs 28");
    refused(tensor(-1, 0, new long[] {2}, new long[] {1}), "storage '0' has -1 elements");
    refused(tensor(1L << 40, 0, new long[] {2}, new long[] {1}), "has 1099511627776 elements");
  }

  private static Pickle tensor(long count, long offset, long[] sizes, long[] strides) {
    return Pickle.start().tensor("FloatStorage", count, offset, sizes, strides);
  }

  /** Many names for large copies of one storage. */
  @Test
  void copiesWithoutMeasure() {
    Pickle many = Pickle.start().op('(');
    for (int i = 0; i < 100; i++) {
      many.tensor("FloatStorage", 6, 0, new long[] {1 << 20}, new long[] {0});
    }
    refused(many.op('t'), "tensor '4': ", "without measure");
  }

  @Test
  void storagesThatAreNot() {
    refused(
        Pickle.start().storage("FloatStorage", "0", 6).storage("LongStorage", "0", 3).op(0x86),
        "storage '0' is asked for as");
    refused(Pickle.start().storage("FloatStorage", "0", 6), "is a storage, expected a tensor");
    Pickle named = Pickle.start().op('(').string("storage").string("FloatStorage");
    refused(
        named.string("0").string("cpu").integer(6).op('t', 'Q'), "a storage is of 'FloatStorage'");
    Pickle elsewhere =
        Pickle.start()
            .global("torch._utils", "_rebuild_tensor_v2")
            .op('(')
            .storage("FloatStorage", "../../etc/passwd", 1)
            .integer(0)
            .tuple()
            .tuple()
            .op(0x89, 'N', 't', 'R');
    refused(elsewhere, "the zip file has no 'a/data/../../etc/passwd'");
  }

  @Test
  void quantizersThatAreNot() {
    refused(
        Pickle.start().tensor("QInt8Storage", 24, 0, new long[] {24}, new long[] {1}),
        "torch.QInt8Storage without scale");
    refused(perTensor("per_tensor_affine", 0.0, 0), "scale 0.0 of channel 0 is not a positive");
    refused(perTensor("per_tensor_affine", Double.NaN, 0), "scale NaN");
    refused(perTensor("per_tensor_affine", 0.5, 1000), "zero point 1000 outside QINT8");
    refused(perTensor("per_tensor_affine", 0.5, 1L << 40), "zero point 1099511627776");
    refused(
        perTensor("per_channel_affine_float_qparams", 0.5, 0), "float_qparams is not supported");
    refused(perTensor("per_channel_affine", 0.5, 0), "argument 3 of 3 is nothing");
    refused(perChannel(0, 2), "2 scales along axis 0 do not fit shape [24]");
    refused(perChannel(1, 24), "24 scales along axis 1 do not fit shape [24]");
    refused(perChannel(-1, 24), "the channels' axis is -1");
  }

  /** Scales and zero points in lists, as old files have them. */
  private static Pickle perChannel(long axis, int channels) {
    Pickle p = quantized("per_channel_affine").op(']', '(');
    for (int i = 0; i < channels; i++) {
      p.real(0.5);
    }
    p.op('e', ']', '(');
    for (int i = 0; i < channels; i++) {
      p.integer(i);
    }
    return p.op('e').integer(axis).op('t', 0x89, 'N', 't', 'R');
  }

  @Test
  void scalesInLists() throws IOException {
    QTensor q = (QTensor) read(perChannel(0, 24)).tensors().get("");
    assertThat(q.qparams().zeroPoint(23)).isEqualTo(23);
    assertThat(q.qparams().scale(23)).isEqualTo(0.5f);
  }

  private static Pickle perTensor(String scheme, double scale, long zeroPoint) {
    return quantized(scheme).real(scale).integer(zeroPoint).op('t', 0x89, 'N', 't', 'R');
  }

  private static Pickle quantized(String scheme) {
    return Pickle.start()
        .global("torch._utils", "_rebuild_qtensor")
        .op('(')
        .storage("QInt8Storage", "0", 24)
        .integer(0)
        .tuple(24)
        .tuple(1)
        .op('(')
        .global("torch", scheme);
  }
}
