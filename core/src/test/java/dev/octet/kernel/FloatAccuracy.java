package dev.octet.kernel;

import dev.octet.kernel.FloatUnary.Op;
import dev.octet.kernel.reference.ReferenceFloatConv;
import dev.octet.kernel.reference.ReferenceFloatUnary;
import dev.octet.numerics.ByteTable;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * Measures the greatest errors of float kernels against doubles: functions over every so many
 * floats of all magnitudes, rows and products over random numbers from the same seed in every run.
 * Each result is logged. {@code -Doctet.test.everyFloat=N} says how many floats lie between two
 * that are tried.
 */
public final class FloatAccuracy {
  /** A prime, so that all low bits occur. */
  private static final long EVERY = Long.getLong("octet.test.everyFloat", 4099L) * Thinning.ONE_IN;

  private static final int BLOCK = 4096;

  private final String who;
  private final KernelSet kernels;
  private final float least;
  private final float greatest;

  /**
   * Measures these kernels.
   *
   * @param who they are, for the log
   * @param kernels what is measured
   */
  public FloatAccuracy(String who, KernelSet kernels) {
    this(who, kernels, 0, Float.POSITIVE_INFINITY);
  }

  /**
   * Measures these kernels, functions over some magnitudes only.
   *
   * @param who they are, for the log
   * @param kernels what is measured
   * @param least least magnitude of arguments
   * @param greatest greatest magnitude of arguments
   */
  public FloatAccuracy(String who, KernelSet kernels, float least, float greatest) {
    this.who = who;
    this.kernels = kernels;
    this.least = least;
    this.greatest = greatest;
  }

  private <K extends Kernel> K kernel(Class<K> contract) {
    return kernels.find(contract).orElseThrow();
  }

  /** The greatest error so far, and where it was. */
  private final class Worst {
    private double error;
    private Object where = "nowhere";

    void add(double exact, float actual, double unit, Object place) {
      double distance = Math.abs(actual - exact) / unit;
      if (!Double.isFinite(distance)) {
        distance = FloatTolerance.same((float) exact, actual) ? 0 : Double.POSITIVE_INFINITY;
      }
      if (distance > error) {
        error = distance;
        where = place;
      }
    }

    double logged(String what, String unit) {
      String line = String.format(Locale.ROOT, "%s, %s: %.3f %s", who, what, error, unit);
      System.getLogger(FloatAccuracy.class.getName())
          .log(System.Logger.Level.INFO, "{0}, at {1}", line, where.toString());
      return error;
    }
  }

  /** A function of a run of floats. */
  private interface Run {
    void apply(float[] x, int n, float[] y);
  }

  private double sweep(
      String what, Run run, DoubleUnaryOperator exact, boolean ofArgument, double leastResult) {
    Worst worst = new Worst();
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    int n = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += EVERY) {
      x[n++] = Float.intBitsToFloat((int) bits);
      if (n == BLOCK || bits + EVERY > Integer.MAX_VALUE) {
        run.apply(x, n, y);
        for (int i = 0; i < n; i++) {
          double value = exact.applyAsDouble(x[i]);
          float magnitude = Math.abs(x[i]);
          boolean inside = !(magnitude < least) && !(magnitude > greatest);
          if (inside && !(Math.abs(value) < leastResult)) {
            double unit = FloatTolerance.ulp(ofArgument ? x[i] : value);
            worst.add(value, y[i], unit, x[i]);
          }
        }
        n = 0;
      }
    }
    return worst.logged(what, ofArgument ? "ulp of the argument" : "ulp");
  }

  /**
   * The greatest error of a function where it is not less than the least normal float.
   *
   * @param op which
   * @return in ulp of the exact value, of {@code GELU} in ulp of the argument
   */
  public double unary(Op op) {
    FloatUnary kernel = kernel(FloatUnary.class);
    return sweep(
        op.toString(),
        (x, n, y) -> kernel.apply(op, x, 0, n, y, 0),
        x -> ReferenceFloatUnary.exact(op, x),
        op == Op.GELU,
        op == Op.EXP ? 0 : Float.MIN_NORMAL);
  }

  /**
   * The greatest error of GELU where its argument is positive.
   *
   * @return in ulp of the exact value
   */
  public double geluOfPositive() {
    FloatUnary kernel = kernel(FloatUnary.class);
    return sweep(
        "GELU of positive arguments",
        (x, n, y) -> kernel.apply(Op.GELU, x, 0, n, y, 0),
        x -> x > 0 ? ReferenceFloatUnary.exact(Op.GELU, x) : 0,
        false,
        Float.MIN_NORMAL);
  }

  /**
   * The greatest error of ELU.
   *
   * @param alpha what it goes to
   * @return in ulp of the exact value
   */
  public double elu(float alpha) {
    FloatActivation kernel = kernel(FloatActivation.class);
    return sweep(
        "ELU to -" + alpha,
        (x, n, y) -> kernel.elu(x, 0, n, alpha, 1f, y, 0),
        ByteTable.elu(alpha, 1, 1),
        false,
        Float.MIN_NORMAL);
  }

  /**
   * The greatest error of softmax in rows of normal values.
   *
   * @param n values in a row
   * @param deviation of the values
   * @return in ulp of the exact value
   */
  public double softmax(int n, double deviation) {
    Softmax kernel = kernel(Softmax.class);
    Random random = new Random(n);
    Worst worst = new Worst();
    float[] y = new float[n];
    for (int i = 0; i < rows(n); i++) {
      float[] x = normal(random, n, 0, deviation);
      kernel.row(x, 0, n, 1f, null, 0, y, 0);
      double max = Double.NEGATIVE_INFINITY;
      for (float v : x) {
        max = Math.max(max, v);
      }
      double sum = 0;
      for (float v : x) {
        sum += Math.exp(v - max);
      }
      for (int j = 0; j < n; j++) {
        double exact = Math.exp(x[j] - max) / sum;
        worst.add(exact, y[j], FloatTolerance.ulp(exact), "row " + i + ", element " + j);
      }
    }
    return worst.logged("softmax of " + n + ", deviation " + deviation, "ulp");
  }

  /**
   * The greatest error of layer normalization of normal values with deviation 2, mean 1, factors
   * about 1 and terms about 0.
   *
   * @param n values in a row
   * @return in {@code 2^-24 (|gamma| (1 + |unit|) + |beta|)}, unit being the result without both
   */
  public double layerNorm(int n) {
    LayerNorm kernel = kernel(LayerNorm.class);
    Random random = new Random(n);
    Worst worst = new Worst();
    float[] y = new float[n];
    for (int i = 0; i < rows(n); i++) {
      float[] x = normal(random, n, 1, 2);
      float[] gamma = normal(random, n, 1, 0.3);
      float[] beta = normal(random, n, 0, 0.3);
      kernel.row(x, 0, n, null, 0, gamma, beta, 1e-5f, y, 0);
      double mean = 0;
      for (float v : x) {
        mean += v;
      }
      mean /= n;
      double variance = 0;
      for (float v : x) {
        variance += (v - mean) * (v - mean);
      }
      double deviation = Math.sqrt(variance / n + 1e-5f);
      for (int j = 0; j < n; j++) {
        double unit = (x[j] - mean) / deviation;
        double magnitude = Math.abs(gamma[j]) * (1 + Math.abs(unit)) + Math.abs(beta[j]);
        worst.add(
            unit * gamma[j] + beta[j], y[j], 0x1p-24 * magnitude, "row " + i + ", element " + j);
      }
    }
    return worst.logged("layer norm of " + n, "half ulp of the magnitudes");
  }

  /**
   * The greatest error of a matrix product of numbers from -1 to 1.
   *
   * @param k terms of each sum
   * @return in {@code 2^-24} of the sum of the products' magnitudes
   */
  public double gemm(int k) {
    FloatGemm kernel = kernel(FloatGemm.class);
    Random random = new Random(k);
    int m = 37;
    int n = 65;
    float[] a = uniform(random, m * k);
    float[] b = uniform(random, n * k);
    float[] c = new float[m * n];
    kernel.multiply(
        FloatMatrix.of(a, 0, m, k),
        kernel.pack(FloatMatrix.of(b, 0, n, k)),
        null,
        FloatMatrix.of(c, 0, m, n),
        new CheckedContext(1));
    Worst worst = new Worst();
    for (int i = 0; i < c.length; i++) {
      double sum = 0;
      double magnitude = 0;
      for (int p = 0; p < k; p++) {
        double product = (double) a[i / n * k + p] * b[i % n * k + p];
        sum += product;
        magnitude += Math.abs(product);
      }
      worst.add(sum, c[i], 0x1p-24 * magnitude, "element " + i);
    }
    return worst.logged("product of " + k + " terms", "half ulp of the magnitudes");
  }

  /**
   * The greatest error of a convolution of numbers from -1 to 1.
   *
   * @param what for the log
   * @param filter the geometry, of two axes
   * @return in {@code 2^-24} of the sum of the products' magnitudes, which includes the rounding of
   *     the exact value
   */
  public double conv(String what, ConvFilter filter) {
    Random random = new Random(filter.k());
    int size = 14;
    float[] x = uniform(random, size * size * filter.inChannels());
    float[] w = uniform(random, filter.outChannels() * filter.k());
    float[] actual = convolve(kernel(FloatConv.class), filter, x, w, size);
    float[] exact = convolve(new ReferenceFloatConv(), filter, x, w, size);
    float[] magnitude =
        convolve(new ReferenceFloatConv(), filter, magnitudes(x), magnitudes(w), size);
    Worst worst = new Worst();
    for (int i = 0; i < exact.length; i++) {
      worst.add(exact[i], actual[i], 0x1p-24 * magnitude[i], "element " + i);
    }
    return worst.logged(what + " of " + filter.k() + " terms", "half ulp of the magnitudes");
  }

  private static float[] convolve(
      FloatConv kernel, ConvFilter filter, float[] x, float[] w, int size) {
    int out = filter.outputSize(filter.height(), size);
    float[] y = new float[out * out * filter.outChannels()];
    kernel.convolve(
        new FloatConv.FloatImage(x, 0, 1, 1, size, size, filter.inChannels()),
        kernel.pack(filter, w, 0),
        FloatStage.of(null, y, 0, filter.outChannels()),
        new CheckedContext(1));
    return y;
  }

  private static int rows(int n) {
    return Math.max(20, 20_000 / n);
  }

  private static float[] normal(Random random, int n, double mean, double deviation) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian(mean, deviation);
    }
    return x;
  }

  private static float[] uniform(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = 2 * random.nextFloat() - 1;
    }
    return x;
  }

  static float[] magnitudes(float[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.abs(x[i]);
    }
    return y;
  }
}
