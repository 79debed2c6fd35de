package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One case of observers.golden: an observer, what it sees, and what PyTorch's proposes. */
record GoldenCase(
    int line,
    String[] words,
    int axis,
    List<FloatTensor> batches,
    double[] histogram,
    float[] scales,
    float[] zeroPoints) {

  static List<GoldenCase> read() throws IOException {
    List<String> lines = lines();
    List<GoldenCase> cases = new ArrayList<>();
    List<FloatTensor> batches = new ArrayList<>();
    int axis = 0;
    for (int i = 1; i < lines.size(); i++) {
      String[] words = lines.get(i).split(" ");
      switch (words[0]) {
        case "batches" -> {
          batches = new ArrayList<>();
          axis = Integer.parseInt(words[1]);
        }
        case "batch" -> batches.add(FloatTensor.wrap(floats(words, 2), sizes(words[1])));
        case "noise" -> batches.add(noise(words));
        case "case" -> {
          int line = i + 1;
          boolean counted = lines.get(i + 1).startsWith("histogram ");
          double[] histogram =
              counted
                  ? Arrays.stream(lines.get(++i).split(" "))
                      .skip(1)
                      .mapToDouble(Double::parseDouble)
                      .toArray()
                  : null;
          float[] scales = floats(lines.get(++i).split(" "), 1);
          float[] zeroPoints = floats(lines.get(++i).split(" "), 1);
          cases.add(new GoldenCase(line, words, axis, batches, histogram, scales, zeroPoints));
        }
        default -> throw new IOException("line " + (i + 1) + ": " + words[0]);
      }
    }
    return cases;
  }

  static List<String> lines() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                GoldenCase.class.getResourceAsStream("observers.golden"),
                StandardCharsets.UTF_8))) {
      return in.lines().toList();
    }
  }

  /** The function of the same name in observers_golden.py. */
  private static FloatTensor noise(String[] words) {
    int count = Integer.parseInt(words[2]);
    long state = Long.parseLong(words[3]);
    double scale = Double.parseDouble(words[4]);
    float[] ends = floats(words, 5);
    float[] values = new float[count + ends.length];
    for (int i = 0; i < count; i++) {
      double total = -2;
      for (int k = 0; k < 4; k++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        total += (state >>> 33) * 0x1p-31;
      }
      total =
          switch (words[1]) {
            case "relu" -> Math.max(total, 0);
            case "tails" -> total * total * total * total * total;
            default -> total;
          };
      values[i] = (float) (total * scale);
    }
    System.arraycopy(ends, 0, values, count, ends.length);
    return FloatTensor.wrap(values, values.length);
  }

  /** Channels last where the rank allows it. */
  static FloatTensor channelsLast(FloatTensor batch) {
    return batch.shape().rank() == 4 ? batch.to(Layout.CHANNELS_LAST) : batch;
  }

  private static int[] sizes(String word) {
    return Arrays.stream(word.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  private static float[] floats(String[] words, int from) {
    float[] values = new float[words.length - from];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[from + i]);
    }
    return values;
  }

  String observerName() {
    return words[1];
  }

  boolean floatZeroPoints() {
    return words[3].equals("float_qparams");
  }

  Observer observer() {
    return switch (observerName()) {
      case "MinMaxObserver" -> new MinMaxObserver(scheme());
      case "PerChannelMinMaxObserver" -> new PerChannelMinMaxObserver(scheme(), axis);
      case "MovingAverageMinMaxObserver" -> new MovingAverageMinMaxObserver(scheme(), constant());
      case "MovingAveragePerChannelMinMaxObserver" ->
          new MovingAveragePerChannelMinMaxObserver(scheme(), axis, constant());
      case "HistogramObserver", "CurrentHistogramObserver" -> new HistogramObserver(scheme());
      default -> throw new IllegalStateException("line " + line + ": " + words[1]);
    };
  }

  private float constant() {
    return Float.parseFloat(words[8]);
  }

  private QScheme scheme() {
    DType dtype = words[2].equals("quint8") ? DType.QUINT8 : DType.QINT8;
    QScheme scheme =
        switch (words[3]) {
          case "affine" -> QScheme.affine(dtype);
          case "symmetric" -> QScheme.symmetric(dtype);
          case "float_qparams" -> QScheme.floatQParams(dtype);
          default -> throw new IllegalStateException("line " + line + ": " + words[3]);
        };
    if (words[4].equals("true")) {
      scheme = scheme.reduced();
    }
    if (!words[5].equals("-")) {
      scheme = scheme.range(Integer.parseInt(words[5]), Integer.parseInt(words[6]));
    }
    return scheme.eps(Float.parseFloat(words[7]));
  }

  QParams expected() {
    int[] integers = new int[zeroPoints.length];
    for (int c = 0; c < integers.length; c++) {
      integers[c] = (int) zeroPoints[c];
    }
    return observerName().contains("PerChannel")
        ? QParams.perChannel(axis, scales, integers)
        : QParams.perTensor(scales[0], integers[0]);
  }

  @Override
  public String toString() {
    return Arrays.stream(words).collect(Collectors.joining(" ", "line " + line + ": ", ""));
  }
}
