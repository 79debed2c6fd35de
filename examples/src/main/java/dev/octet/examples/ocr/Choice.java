package dev.octet.examples.ocr;

import dev.octet.observe.EntropyObserver;
import dev.octet.observe.HistogramObserver;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.MseObserver;
import dev.octet.observe.Observer;
import dev.octet.observe.QConfig;
import dev.octet.observe.QScheme;
import dev.octet.quantization.QConfigMapping;
import dev.octet.tensor.DType;
import java.util.List;
import java.util.function.Function;

/**
 * One way to choose scales and zero points.
 *
 * @param key its name in JSON
 * @param name its name in tables
 * @param qconfig the observers
 */
record Choice(String key, String name, QConfig qconfig) {

  /** Octet's default first; the others differ from it in one thing each. */
  static List<Choice> all() {
    return List.of(
        new Choice("percentile", "percentile 99.99 (default)", QConfig.OCTET),
        activations("minMax", "min and max", MinMaxObserver::new),
        activations("histogram", "histogram, as PyTorch", HistogramObserver::new),
        activations("entropy", "entropy", EntropyObserver::new),
        activations("mse", "least squares", MseObserver::new),
        new Choice(
            "weightsPerTensor",
            "percentile, weights per tensor",
            QConfig.OCTET.weight(QConfig::perTensorWeight)));
  }

  private static Choice activations(String key, String name, Function<QScheme, Observer> maker) {
    QScheme scheme = QScheme.affine(DType.QUINT8);
    return new Choice(key, name, QConfig.OCTET.activation(() -> maker.apply(scheme)));
  }

  QConfigMapping mapping() {
    return QConfigMapping.of(qconfig);
  }
}
