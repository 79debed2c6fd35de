package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.number;

import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.AvgPool;
import dev.octet.nn.modules.ChannelShuffle;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.Pad;
import dev.octet.nn.modules.PixelShuffle;
import dev.octet.nn.modules.PixelUnshuffle;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Sampling;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Upsample;
import dev.octet.tensor.LongTensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules that take integers as they are, in converted graphs, beside PyTorch's operators on
 * quantized tensors. Averages of images that PyTorch has channels first are compared without ties,
 * which it rounds with the zero point in them.
 */
@Tag("oracle")
class ConvertedImagesOracleTest {
  private static final int CASES = 140;

  @BeforeAll
  static void start() {
    TorchBytes.start();
  }

  private static int[] image(Draw draw, int spatial) {
    return image(draw, spatial, draw.between(2, 20));
  }

  private static int[] image(Draw draw, int spatial, int channels) {
    int[] shape = new int[spatial + 2];
    shape[0] = draw.between(1, 2);
    shape[1] = channels;
    for (int i = 2; i < shape.length; i++) {
      shape[i] = draw.between(4, spatial == 1 ? 60 : spatial == 2 ? 13 : 7);
    }
    return shape;
  }

  private static List<Sliding> windows(Draw draw, int spatial, boolean max) {
    boolean ceil = draw.either();
    boolean count = draw.either();
    return IntStream.range(0, spatial)
        .mapToObj(
            i -> {
              int kernel = draw.between(1, 4);
              int padding = draw.between(0, kernel / 2);
              int dilation = max && kernel < 3 ? draw.between(1, 2) : 1;
              int stride = draw.between(1, 3);
              return new Sliding(kernel, stride, padding, padding, dilation, ceil, count);
            })
        .toList();
  }

  private static IValue each(List<Sliding> windows, ToIntFunction<Sliding> get) {
    return Operators.ints(windows.stream().mapToInt(get).toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void maxPool(int spatial) {
    String operator = "aten::max_pool" + spatial + "d";
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          List<Sliding> windows = windows(draw, spatial, true);
          Layer layer =
              Layer.of(
                  new MaxPool(windows),
                  image(draw, spatial),
                  (x, c) ->
                      ask(
                          operator,
                          x[0],
                          each(windows, Sliding::kernel),
                          each(windows, Sliding::stride),
                          each(windows, Sliding::before),
                          each(windows, Sliding::dilation),
                          new IValue(windows.getFirst().ceil())));
          return draw.either() ? layer.channelsLast() : layer;
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void avgPool(int spatial) {
    String operator = "aten::avg_pool" + spatial + "d";
    LayerSuite.check(
        operator,
        CASES,
        spatial == 1 ? Steps.withoutTies() : new Steps(),
        draw -> {
          List<Sliding> windows = windows(draw, spatial, false);
          int divisor = spatial > 1 && draw.either() ? draw.between(1, 20) : 0;
          return Layer.of(
                  new AvgPool(windows, divisor),
                  image(draw, spatial),
                  (x, c) -> {
                    IValue[] arguments = {
                      x[0],
                      each(windows, Sliding::kernel),
                      each(windows, Sliding::stride),
                      each(windows, Sliding::before),
                      new IValue(windows.getFirst().ceil()),
                      new IValue(windows.getFirst().countPadding()),
                      divisor == 0 ? new IValue() : number(divisor)
                    };
                    return ask(operator, Arrays.copyOf(arguments, spatial == 1 ? 6 : 7));
                  })
              .channelsLast()
              .steps();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void adaptiveAvgPool(int spatial) {
    String operator = "aten::adaptive_avg_pool" + spatial + "d";
    LayerSuite.check(
        operator,
        2 * CASES,
        spatial == 1 ? Steps.withoutTies() : new Steps(),
        draw -> {
          int[] image = image(draw, spatial);
          int[] sizes =
              IntStream.range(0, spatial).map(i -> draw.between(1, image[i + 2] + 1)).toArray();
          return Layer.of(
                  new AdaptivePool(false, Arrays.stream(sizes).boxed().toList()),
                  image,
                  (x, c) -> ask(operator, x[0], Operators.ints(sizes)))
              .channelsLast()
              .steps();
        });
  }

  @Test
  void meanOverHeightAndWidth() {
    LayerSuite.check(
        "aten::mean",
        3 * CASES,
        Steps.withoutTies(),
        draw -> {
          boolean keep = draw.either();
          return Layer.of(
                  new ReduceMean(keep, false),
                  image(draw, 2, draw.between(20, 200)),
                  (x, c) ->
                      ask(
                          "aten::mean.dim",
                          x[0],
                          Operators.ints(2, 3),
                          new IValue(keep),
                          new IValue()))
              .further(LongTensor.wrap(new long[] {2, 3}, 2))
              .steps();
        });
  }

  @ParameterizedTest
  @CsvSource({"2, nearest", "3, nearest", "2, _nearest_exact", "3, _nearest_exact"})
  void nearest(int spatial, String mode) {
    String operator =
        "aten::" + (mode.startsWith("_") ? "_upsample" + mode : "upsample_" + mode) + spatial + "d";
    Sampling sampling = mode.equals("nearest") ? Sampling.NEAREST : Sampling.NEAREST_EXACT;
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          int[] image = image(draw, spatial);
          // Kept sizes of several volumes are lost in PyTorch.
          image[0] = 1;
          Integer[] sizes = sizes(draw, image);
          IValue[] arguments = new IValue[spatial + 2];
          return Layer.of(
              Upsample.to(sampling, sizes),
              image,
              (x, c) -> {
                Arrays.fill(arguments, new IValue());
                arguments[0] = x[0];
                arguments[1] = ints(sizes);
                return ask(operator, arguments);
              });
        });
  }

  private static Integer[] sizes(Draw draw, int[] image) {
    return IntStream.range(2, image.length)
        .mapToObj(i -> draw.between(1, 2 * image[i] + 3))
        .toArray(Integer[]::new);
  }

  private static IValue ints(Integer[] sizes) {
    return Operators.ints(Arrays.stream(sizes).mapToInt(Integer::intValue).toArray());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bilinear(boolean align) {
    LayerSuite.check(
        "aten::upsample_bilinear2d, aligned " + align,
        CASES,
        draw -> {
          int[] image = image(draw, 2);
          Integer[] sizes = sizes(draw, image);
          return Layer.of(
                  Upsample.to(align ? Sampling.LINEAR_ALIGNED : Sampling.LINEAR, sizes),
                  image,
                  (x, c) ->
                      ask(
                          "aten::upsample_bilinear2d",
                          x[0],
                          ints(sizes),
                          new IValue(align),
                          new IValue(),
                          new IValue()))
              .steps();
        });
  }

  private static void exactly(String operator, java.util.function.Function<Draw, Layer> kind) {
    LayerSuite.check(operator, CASES, kind);
  }

  @Test
  void shuffles() {
    exactly(
        "aten::pixel_shuffle",
        draw -> {
          int r = draw.between(1, 3);
          return moved("aten::pixel_shuffle", new PixelShuffle(r), draw, r * r, number(r));
        });
    exactly(
        "aten::pixel_unshuffle",
        draw -> {
          int r = draw.between(1, 3);
          int[] image = {2, draw.between(2, 5), r * draw.between(2, 4), r * draw.between(2, 4)};
          return Layer.of(
              new PixelUnshuffle(r),
              image,
              (x, c) -> ask("aten::pixel_unshuffle", x[0], number(r)));
        });
    exactly(
        "aten::channel_shuffle",
        draw -> {
          int g = draw.between(1, 5);
          return moved("aten::channel_shuffle", new ChannelShuffle(g), draw, g, number(g))
              .unsigned();
        });
  }

  private static Layer moved(
      String operator, Module module, Draw draw, int groups, IValue argument) {
    int[] image = image(draw, 2, groups * draw.between(2, 6));
    return Layer.of(module, image, (x, c) -> ask(operator, x[0], argument));
  }

  @Test
  void flattenAndTranspose() {
    exactly(
        "aten::flatten",
        draw -> {
          int start = draw.between(0, 2);
          return Layer.of(
              new Flatten(start, -1),
              image(draw, 2),
              (x, c) -> ask("aten::flatten.using_ints", x[0], number(start), number(-1)));
        });
    exactly(
        "aten::permute",
        draw ->
            Layer.of(
                new Transpose(List.of(0, 2, 3, 1)),
                image(draw, 2),
                (x, c) -> ask("aten::permute", x[0], Operators.ints(0, 2, 3, 1))));
  }

  @ParameterizedTest
  @CsvSource({"CONSTANT, constant", "REFLECT, reflect"})
  void pad(Padding kind, String mode) {
    exactly(
        "aten::pad, " + mode,
        draw -> {
          int[] by = IntStream.range(0, 4).map(i -> draw.between(0, 3)).toArray();
          return Layer.of(
              new Pad(kind, List.of(by[2], by[0]), List.of(by[3], by[1]), 0),
              image(draw, 2),
              (x, c) ->
                  ask(
                      "aten::pad",
                      x[0],
                      Operators.ints(by),
                      new IValue(mode),
                      kind == Padding.CONSTANT ? new IValue(0.0) : new IValue()));
        });
  }
}
