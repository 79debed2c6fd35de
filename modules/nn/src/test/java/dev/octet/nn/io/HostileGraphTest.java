package dev.octet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.octet.nn.Graph;
import dev.octet.nn.ModelFormatException;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileGraphTest {
  private static final String X =
      "\"inputs\":[{\"name\":\"x\",\"dtype\":\"FLOAT32\",\"dims\":[-1]}],";

  @TempDir Path dir;

  private static Graph load(String json, Map<String, Tensor> tensors) throws IOException {
    Container c = new Container(Map.of("octet.format", "1", "octet.graph", json), tensors);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    c.write(out);
    return Graph.load(new ByteArrayInputStream(out.toByteArray()));
  }

  private static String node(String name, String type, String inputs, String more) {
    return "{\"name\":\"%s\",\"type\":\"%s\",\"inputs\":[%s],\"outputs\":[\"%s\"]%s}"
        .formatted(name, type, inputs, name, more);
  }

  @Test
  void theWellFormedNeighbourOfTheseLoads() throws IOException {
    String json =
        "{"
            + X
            + "\"nodes\":["
            + node("a", "relu", "\"x\"", "")
            + "],"
            + "\"outputs\":[{\"name\":\"y\",\"value\":\"a\"}]}";
    assertThat(load(json, Map.of()).nodes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'nodes':[NODE(a,relu,b),NODE(b,relu,a)]}|graph: nodes wait for one another: relu 'a',"
            + " relu 'b'",
        "{'nodes':[NODE(a,relu,nowhere)]}|graph: relu 'a' reads 'nowhere', which nothing makes",
        "{'nodes':[NODE(a,relu,x),NODE(a,relu,x)]}|graph: two nodes are named 'a'",
        "{'outputs':[{'name':'y','value':'z'}]}|graph: output 'y' is the value 'z'",
        "{'outputs':[{'name':'y','value':'z','more':1}]}|graph.outputs[0]: 'more' is not known"
            + " here",
        "{'nodes':[NODE(a,nonsense,x)]}|nonsense 'a': module type 'nonsense' is not known",
        "{'nodes':[NODE(a,linear,x)]}|linear 'a': tensor 'weight' is missing",
        "{'nodes':[NODE(a,attention,x)]}|attention 'a': setting 'heads' is missing",
        "{'nodes':[{'name':'a'}]}|graph.nodes[0]: 'type' is missing",
        "{'nodes':[{'name':1}]}|graph.nodes[0].name: expected a string, got an integer",
        "{'nodes':[7]}|graph.nodes[0]: expected an object, got an integer",
        "{'nodes':7}|graph.nodes: expected a list, got an integer",
        "7|graph: expected an object, got an integer",
        "{'more':7}|graph: 'more' is not known here",
        "{'nodes':[{'name':'a','type':'relu'}]}|relu 'a': node 'a' has no output",
        "{'inputs':[{'name':'i','dtype':'FLOAT99','dims':[1]}]}|graph: input 'i': no tensor is"
            + " FLOAT99 [1]",
        "{'inputs':[{'name':'i','dtype':'BOOL','dims':[-2]}]}|graph: input 'i': no tensor is BOOL"
            + " [-2]",
        "{'inputs':[{'name':'i','dtype':'BOOL','dims':[99999999999]}]}|graph: input 'i': no tensor"
            + " is",
        "{'nodes':[TENSOR('nothing')]}|constant 'c': tensor 'value': no tensor is named 'nothing'",
        "{'nodes':[TENSOR('i8')]}|constant 'c': tensor 'value': 'i8' has integers and no scale",
        "{'nodes':[TENSOR({'data':'f','scale':1.0,'zeroPoint':0})]}|'f' is FLOAT32, expected a"
            + " QTensor",
        "{'nodes':[TENSOR({'data':'i8','scale':0.0,'zeroPoint':0})]}|scale 0.0 of channel 0",
        "{'nodes':[TENSOR({'data':'i8','scale':1.0,'zeroPoint':128})]}|zero point 128 outside"
            + " QINT8",
        "{'nodes':[TENSOR({'data':'i8','scale':1.0})]}|tensor 'value': 'zeroPoint' is missing",
        "{'nodes':[TENSOR({'data':'i8','axis':0,'scales':'f'})]}|3 scales along axis 0 do not fit"
            + " shape [2]",
        "{'nodes':[TENSOR({'data':'i8','axis':9,'scales':'f'})]}|scales along axis 9 do not fit",
        "{'nodes':[TENSOR({'data':'i8','axis':-1,'scales':'f'})]}|channel axis -1 is below 0",
        "{'nodes':[TENSOR({'data':'i8','axis':0,'scales':'i8'})]}|'i8' is QINT8, expected a"
            + " FloatTensor",
        "{'nodes':[TENSOR({'data':'i8','scale':1.0,'zeroPoint':0,'more':0})]}|'more' is not known"
            + " here",
        "{'nodes':[TENSOR({'data':'i8','scale':1.0,'zeroPoint':0,'layout':'odd'})]}|layout 'odd',"
            + " expected 'channels_last' or none",
        "{'nodes':[TENSOR({'data':'i8','scale':1.0,'zeroPoint':0,'layout':'channels_last'})]}|layout"
            + " 'channels_last' of QINT8 [2], expected 8 bits and at least 3 dimensions",
        "{'nodes':[{'name':'a','type':'attention','settings':{'heads':99999999999,'scale':1.0},"
            + "'outputs':['a']}]}|attention 'a': setting 'heads' is 99999999999, no int",
        "{'nodes':[{'name':'a','type':'attention','settings':{'heads':0,'scale':1.0},"
            + "'outputs':['a']}]}|attention 'a': heads 0 is below 1",
        "{'nodes':[{'name':'a','type':'relu','settings':{'s':null}}]}|relu 'a': a setting is null",
        "{'nodes':[{'name':'a','type':'relu','settings':{'s':['t']}}]}|relu 'a': setting 's' is a ",
        "{'nodes':[{'name':'a','type':'relu','settings':{'s':{'double':'one'}}}]}|'one' is neither"
            + " NaN",
        "{'coverage':[{'node':'a'}]}|graph.coverage[0]: 'was' is missing",
        "{}|tensor 'f' belongs to no node",
        "{'a':DEEP}|JSON deeper than 64 levels",
        "{'a':|JSON, at character",
      })
  void aBrokenGraphIsRefused(String template, String problem) {
    String json =
        template
            .replaceAll(
                "NODE\\((\\w+),(\\w+),(\\w+)\\)",
                "{'name':'$1','type':'$2','inputs':['$3'],'outputs':['$1']}")
            .replaceAll(
                "TENSOR\\((.*?)\\)]",
                "{'name':'c','type':'constant','outputs':['c'],'tensors':{'value':$1}}]")
            .replace("DEEP", "[".repeat(1_000_000))
            .replace('\'', '"');
    Map<String, Tensor> tensors =
        Map.of(
            "f", FloatTensor.wrap(new float[] {1, 2, 3}, 3),
            "i8", QTensor.wrap(new byte[2], Shape.of(2), DType.QINT8, Container.ITSELF));
    boolean whole = !problem.startsWith("tensor 'f' belongs") && !json.contains("\"tensors\"");
    assertThatThrownBy(() -> load(json, whole ? Map.of() : tensors))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("stream: ")
        .hasMessageContaining(problem);
  }

  @Test
  void aFileWithoutAGraphAndOneOfAnotherVersionAreRefused() throws IOException {
    Path path = dir.resolve("t.safetensors");
    new Container(Map.of(), Map.of("f", FloatTensor.scalar(1))).write(path);
    assertThatThrownBy(() -> Graph.load(path))
        .hasMessageStartingWith("t.safetensors: no 'octet.format'");
    new Container(Map.of("octet.format", "2", "octet.graph", "{}"), Map.of()).write(path);
    assertThatThrownBy(() -> Graph.load(path))
        .hasMessage("t.safetensors: 'octet.format' is 2, this version of Octet reads 1");
  }

  /**
   * A thousand files, each a good one with a few changes: they load, or one exception says why not.
   * What they allocate is bounded by what they hold.
   */
  @Test
  @Timeout(120)
  void mutationsOfASavedModel() throws IOException {
    byte[] good =
        GraphRoundTripTest.saved(
            Quantization.quantizeDynamic(ModuleSamples.encoderBlock(7, 16, 4)));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Path path = dir.resolve("mutant.safetensors");
    // What is made once, at the first use of the engine and its kernels, is not the mutants'
    // memory.
    for (int i = 0; i < 20; i++) {
      run(Graph.load(new ByteArrayInputStream(good)));
    }
    int refused = 0;
    for (int seed = 0; seed < 1000; seed++) {
      byte[] bytes = mutated(good, new Random(seed));
      Files.write(path, bytes);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        Graph graph =
            seed % 2 == 0 ? Graph.load(path) : Graph.load(new ByteArrayInputStream(bytes));
        run(graph);
      } catch (ModelFormatException e) {
        refused++;
        assertThat(e.getMessage())
            .as("seed %d", seed)
            .startsWith(seed % 2 == 0 ? "mutant.safetensors: " : "stream: ");
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for seed %d", seed)
          .isLessThan(8_000_000);
    }
    assertThat(refused).isBetween(500, 999);
  }

  /** A model that is well-formed but nonsense may refuse its inputs, and do nothing else. */
  private static void run(Graph graph) {
    try {
      graph.forward(Map.of("ids", LongTensor.wrap(new long[] {1, 2}, 1, 2)));
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good;
    // The header is where the decisions are.
    int header = 8 + new String(good, StandardCharsets.ISO_8859_1).indexOf("}}", 8);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int bound = random.nextInt(8) == 0 ? bytes.length : Math.min(bytes.length, header);
      bytes = changed(bytes, random.nextInt(Math.max(1, bound)), random);
    }
    return bytes;
  }

  private static byte[] changed(byte[] bytes, int at, Random random) {
    int run = Math.min(bytes.length - at, 1 + random.nextInt(20));
    byte[] copy = bytes.clone();
    switch (random.nextInt(7)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = (byte) random.nextInt(256);
      case 2 -> copy[at] = (byte) "0123456789-.e[]{},:\"\\".charAt(random.nextInt(21));
      case 3 -> copy = Arrays.copyOf(bytes, at);
      case 4 -> copy = spliced(bytes, at, at + run, new byte[0]);
      case 5 -> copy = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + run));
      default -> {
        // Another digit for one of those from here on.
        int digit = at;
        while (digit < copy.length - 1 && (copy[digit] < '0' || copy[digit] > '9')) {
          digit++;
        }
        copy[digit] = (byte) ('0' + random.nextInt(10));
      }
    }
    return copy;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(with);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
