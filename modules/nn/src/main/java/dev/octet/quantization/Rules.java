package dev.octet.quantization;

import dev.octet.kernel.QGemm;
import dev.octet.nn.Module;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.observe.Observer;
import dev.octet.observe.PlaceholderObserver;
import dev.octet.observe.QConfig;
import dev.octet.quantization.DynamicRule.Verdict;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import java.util.Optional;
import java.util.function.Supplier;

/** Octet's own rules of dynamic quantization. */
final class Rules {
  static final DynamicRule LINEAR =
      (module, scheme) ->
          module instanceof Linear l
              ? linear(l, scheme)
              : new Verdict.Kept("a function is fused into it");
  static final DynamicRule EMBEDDING = (module, scheme) -> embedding((Embedding) module);
  static final DynamicRule EMBEDDING_BAG = (module, scheme) -> bag((EmbeddingBag) module);

  private Rules() {}

  private static Verdict linear(Linear linear, DynamicScheme scheme) {
    FloatTensor weight = linear.weight();
    if (weight.shape().dim(1) > QGemm.MAX_K) {
      return new Verdict.Kept("more than " + QGemm.MAX_K + " inputs: sums could leave int32");
    }
    if (weight.shape().size() == 0 || !finite(weight)) {
      return new Verdict.Kept("its weight is empty or holds NaN or infinity");
    }
    if (!linear.limits().isNone() && !linear.limits().equals(Limits.RELU)) {
      return new Verdict.Kept("limits other than a ReLU's are fused into it");
    }
    Observer observer = scheme.qconfig().weight().get();
    observer.observe(weight);
    QTensor integers = QTensor.quantize(weight, observer.qparams(), observer.dtype());
    boolean reduceRange =
        scheme.qconfig().activation().get() instanceof PlaceholderObserver p && p.reduceRange();
    return new Verdict.Quantized(
        new DynamicLinear(
            integers,
            linear.bias(),
            scheme.perRow(),
            reduceRange,
            linear.limits().equals(Limits.RELU)),
        scheme.name());
  }

  private static Verdict embedding(Embedding embedding) {
    return rows(embedding.weight(), () -> ByteEmbedding.quantize(embedding));
  }

  private static Verdict bag(EmbeddingBag bag) {
    return rows(bag.weight(), () -> ByteEmbeddingBag.quantize(bag));
  }

  private static Verdict rows(FloatTensor table, Supplier<Module> quantized) {
    return finite(table)
        ? new Verdict.Quantized(quantized.get(), "8-bit rows")
        : new Verdict.Kept("its table holds NaN or infinity");
  }

  /**
   * What a configuration makes of a module whose input stays float: weights are quantized if it is
   * dynamic, embeddings if it is for weights alone.
   */
  static Module byConfiguration(Module module, QConfig qconfig) {
    Verdict verdict =
        switch (module) {
          case Linear l when qconfig.isDynamic() ->
              linear(l, new DynamicScheme(qconfig, qconfig.equals(QConfig.OCTET_DYNAMIC), ""));
          case Embedding e when !qconfig.isFloat() && stays(qconfig) -> embedding(e);
          case EmbeddingBag b when !qconfig.isFloat() && stays(qconfig) -> bag(b);
          default -> new Verdict.Kept("");
        };
    return verdict instanceof Verdict.Quantized q ? q.module() : module;
  }

  private static boolean stays(QConfig qconfig) {
    return qconfig.activation().get().dtype() == DType.FLOAT32;
  }

  /** Why weights cannot become integers, if they cannot. */
  static Optional<String> weightProblem(FloatTensor weight, int k) {
    if (k > QGemm.MAX_K) {
      return Optional.of("it sums more than " + QGemm.MAX_K + " products: sums could leave int32");
    }
    return weight.shape().size() == 0 || !finite(weight)
        ? Optional.of("its weight is empty or holds NaN or infinity")
        : Optional.empty();
  }

  static boolean finite(FloatTensor x) {
    for (int i = x.offset(); i < x.offset() + x.shape().size(); i++) {
      if (!Float.isFinite(x.array()[i])) {
        return false;
      }
    }
    return true;
  }
}
