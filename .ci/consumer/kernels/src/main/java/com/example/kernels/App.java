package com.example.kernels;

import dev.octet.engine.Engine;
import dev.octet.kernel.QUnary;
import dev.octet.kernel.TopK;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import java.util.Arrays;
import java.util.Map;

/** Finds the best of quantized scores in a session, and says with whose kernel. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    GraphBuilder g = Graph.builder();
    Graph net =
        g.output(
                "best",
                g.input("scores", DType.QUINT8, Graph.ANY, 1000).then("best", new BestClasses(3)))
            .build();
    LongTensor best =
        (LongTensor)
            net.session(SessionOptions.threads(1)).run(Map.of("scores", scores())).get("best");
    Engine engine = Engine.standard();
    System.out.printf(
        "best=%s top-k=%s others=%s engine=%s%n",
        Arrays.toString(best.toArray()),
        engine.kernel(TopK.class).getClass().getName(),
        engine.kernel(QUnary.class).getClass().getPackageName(),
        engine);
  }

  /**
   * Two rows: 700, 13 and 14 are the best of the first, equal ones in order; 0, 1, 2 of the other.
   */
  private static QTensor scores() {
    float[] scores = new float[2000];
    scores[700] = 9f;
    scores[13] = 8f;
    scores[14] = 8f;
    return QTensor.quantizePerTensor(FloatTensor.wrap(scores, 2, 1000), 0.05f, 10, DType.QUINT8);
  }
}
