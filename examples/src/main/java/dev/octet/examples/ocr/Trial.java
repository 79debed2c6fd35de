package dev.octet.examples.ocr;

import dev.octet.examples.report.Progress;
import dev.octet.examples.report.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What models did with the same lines: everything here is indexed by model.
 *
 * @param accuracy how much of it was right
 * @param ms median milliseconds a line, of those that were timed
 * @param difference largest difference between the first model's outputs and the last one's
 */
record Trial(double[] accuracy, double[] ms, double difference) {
  private static final Stopwatch TIMES = new Stopwatch(60, 150, 15);
  private static final int LINES_TO_TIME = 50;

  /** What is made of a model's outputs. */
  interface Reading<T> {
    /** What one output says. */
    T one(float[] output);

    /** How much of it is right, from 0 to 1. */
    double accuracy(List<T> all);
  }

  static int steps(int images) {
    return images + TIMES.steps();
  }

  /**
   * Runs each model on each image, then times some of them.
   *
   * @param models the models
   * @param timed which of them are timed
   * @param images what they see
   * @param read what is kept of an output: the scores themselves would be too many
   */
  static <T> Trial run(
      List<ImageModel> models,
      List<ImageModel> timed,
      List<Pixels> images,
      Reading<T> read,
      Progress progress) {
    List<List<T>> all = new ArrayList<>();
    models.forEach(m -> all.add(new ArrayList<>()));
    double difference = 0;
    for (Pixels image : images) {
      float[] first = null;
      float[] last = null;
      for (int m = 0; m < models.size(); m++) {
        last = run(models.get(m), image);
        first = m == 0 ? last : first;
        all.get(m).add(read.one(last));
      }
      difference = Math.max(difference, difference(first, last));
      progress.step(1);
    }
    double[] accuracy = all.stream().mapToDouble(read::accuracy).toArray();
    List<IntConsumer> jobs =
        timed.stream()
            .map(
                m ->
                    (IntConsumer)
                        i -> run(m, images.get(i % Math.min(LINES_TO_TIME, images.size()))))
            .toList();
    return new Trial(accuracy, TIMES.medians(jobs, progress), difference);
  }

  private static float[] run(ImageModel model, Pixels image) {
    return model.run(image.values(), Pixels.HEIGHT, image.width());
  }

  private static double difference(float[] a, float[] b) {
    double most = 0;
    for (int i = 0; i < a.length; i++) {
      // Unlike a comparison, Math.max keeps a NaN.
      most = Math.max(most, Math.abs((double) a[i] - b[i]));
    }
    return most;
  }
}
