package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * PyTorch's own observers, as committed: scales to the last bit, zero points exactly. The file, and
 * what its lines mean, is from src/test/python/observers_golden.py.
 */
class ObserversGoldenTest {
  private record Case(
      int line, String[] words, int axis, List<FloatTensor> batches, QParams expected) {
    QScheme scheme() {
      DType dtype = words[2].equals("quint8") ? DType.QUINT8 : DType.QINT8;
      boolean symmetric = words[3].equals("symmetric");
      QScheme scheme = symmetric ? QScheme.symmetric(dtype) : QScheme.affine(dtype);
      if (words[4].equals("true")) {
        scheme = scheme.reduced();
      }
      if (!words[5].equals("-")) {
        scheme = scheme.range(Integer.parseInt(words[5]), Integer.parseInt(words[6]));
      }
      return scheme.eps(Float.parseFloat(words[7]));
    }

    Observer observer() {
      return perChannel()
          ? new PerChannelMinMaxObserver(scheme(), axis)
          : new MinMaxObserver(scheme());
    }

    boolean perChannel() {
      return words[1].equals("PerChannelMinMaxObserver");
    }
  }

  @Test
  void fileSaysWhoMadeIt() throws IOException {
    assertThat(lines().getFirst()).startsWith("# observers_golden.py, PyTorch 1.13");
  }

  @TestFactory
  Stream<DynamicTest> proposals() throws IOException {
    List<Case> cases = cases();
    assertThat(cases).hasSizeGreaterThan(300);
    return cases.stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    "line " + c.line + ": " + String.join(" ", c.words),
                    () -> {
                      Observer observer = c.observer();
                      c.batches.forEach(observer::observe);
                      assertThat(observer.qparams()).isEqualTo(c.expected);
                    }));
  }

  private static List<Case> cases() throws IOException {
    List<String> lines = lines();
    List<Case> cases = new ArrayList<>();
    List<FloatTensor> batches = new ArrayList<>();
    int axis = 0;
    for (int i = 1; i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ");
      switch (words[0]) {
        case "batches" -> {
          batches = new ArrayList<>();
          axis = Integer.parseInt(words[1]);
        }
        case "batch" -> batches.add(batch(words));
        case "case" -> {
          float[] scales = floats(lines.get(i + 1).split(" "), 1);
          int[] zeroPoints =
              Arrays.stream(lines.get(i + 2).split(" "))
                  .skip(1)
                  .mapToInt(Integer::parseInt)
                  .toArray();
          boolean perChannel = words[1].startsWith("PerChannel");
          QParams expected =
              perChannel
                  ? QParams.perChannel(axis, scales, zeroPoints)
                  : QParams.perTensor(scales[0], zeroPoints[0]);
          cases.add(new Case(i + 1, words, axis, batches, expected));
          i += 2;
        }
        default -> throw new IOException("line " + (i + 1) + ": " + words[0]);
      }
    }
    return cases;
  }

  private static FloatTensor batch(String[] words) {
    int[] sizes = Arrays.stream(words[1].split(",")).mapToInt(Integer::parseInt).toArray();
    return FloatTensor.wrap(floats(words, 2), sizes);
  }

  private static float[] floats(String[] words, int from) {
    float[] values = new float[words.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[from + i]);
    }
    return values;
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                ObserversGoldenTest.class.getResourceAsStream("observers.golden"),
                StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }
}
