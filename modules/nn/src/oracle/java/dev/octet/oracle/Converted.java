package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.Module;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Identity;
import dev.octet.nn.modules.QuantStub;
import dev.octet.numerics.ByteParams;
import dev.octet.quantization.Fusions;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A layer that went through {@code prepare}, {@code calibrate} and {@code convert} in a graph of
 * its own, and what a run showed.
 *
 * @param was the float module, with what was fused
 * @param module the module on integers
 * @param inputs the integers that it got
 * @param output the integers that it made
 * @param further constants that it got as well
 */
record Converted(
    Module was, Module module, List<QTensor> inputs, QTensor output, List<Tensor> further) {
  private static final String NAME = "layer";

  static Converted of(Layer layer, QConfigMapping mapping, Draw draw) {
    double mean = draw.uniform(-1, 1);
    double deviation = draw.magnitude(0.5, 3);
    PreparedGraph prepared = Quantization.prepare(graph(layer), mapping, Fusions.onednn());
    prepared.calibrate(List.of(batch(layer, draw, mean, deviation)));
    Graph int8 = Quantization.convert(prepared);
    Map<String, Tensor> seen = new HashMap<>();
    // Wider than what was calibrated, so that some integers are cut off.
    int8.session(SessionOptions.threads(2))
        .run(
            batch(layer, draw, mean, deviation * 1.2),
            (value, t) -> seen.put(value, t instanceof QTensor q ? q.copy() : t));
    Node n = int8.node(NAME);
    List<QTensor> inputs = new ArrayList<>();
    for (String v : n.inputs().subList(0, layer.shapes.size())) {
      assertThat(seen.get(v)).as(n.title()).isInstanceOf(QTensor.class);
      inputs.add((QTensor) seen.get(v));
    }
    assertThat(seen.get(n.output())).as(n.title()).isInstanceOf(QTensor.class);
    return new Converted(
        prepared.graph().node(NAME).module(),
        n.module(),
        inputs,
        (QTensor) seen.get(n.output()),
        layer.further);
  }

  private static Graph graph(Layer layer) {
    GraphBuilder g = Graph.builder();
    List<Value> data = new ArrayList<>();
    for (int i = 0; i < layer.shapes.size(); i++) {
      Value x = g.input("x" + i, layer.shapes.get(i));
      data.add(layer.starts ? x : x.then("stub" + i, new QuantStub()));
    }
    List<Module> rest = layer.chain.subList(1, layer.chain.size());
    long added = rest.stream().filter(Arithmetic.class::isInstance).count();
    List<Value> first = new ArrayList<>(data.subList(0, data.size() - (int) added));
    for (Tensor t : layer.further) {
      first.add(g.add("further" + first.size(), new Constant(t)));
    }
    Value y = g.add(NAME, layer.chain.getFirst(), first.toArray(new Value[0]));
    int next = first.size();
    for (Module m : rest) {
      y = m instanceof Arithmetic ? g.add(m.type(), m, y, data.get(next++)) : y.then(m);
    }
    // Somebody has to read the integers.
    return g.output("y", y.then("end", new Identity())).build();
  }

  private static Map<String, Tensor> batch(Layer layer, Draw draw, double mean, double deviation) {
    Map<String, Tensor> batch = new HashMap<>();
    for (int i = 0; i < layer.shapes.size(); i++) {
      int[] shape = layer.shapes.get(i);
      float[] x = draw.normal(Shape.of(shape).size(), mean, deviation);
      batch.put("x" + i, FloatTensor.wrap(x, shape));
    }
    return batch;
  }

  ByteParams y() {
    return output.byteParams();
  }

  /** What the float module makes of the real numbers that the inputs stand for. */
  double[] reals() {
    return run(was, 1, QTensor::dequantize);
  }

  /** The same for a homogeneous module, of steps, which are whole numbers. */
  double[] steps() {
    return run(was, inputs.getFirst().byteParams().scale(), Converted::stepsOf);
  }

  /** What some module makes of the inputs' steps. */
  double[] steps(Module other) {
    return run(other, 1, Converted::stepsOf);
  }

  private static FloatTensor stepsOf(QTensor q) {
    int[] integers = q.intRepr();
    float[] steps = new float[integers.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = integers[i] - q.qparams().zeroPoint(0);
    }
    return FloatTensor.wrap(steps, q.shape().dims());
  }

  private double[] run(Module f, double factor, Function<QTensor, FloatTensor> numbers) {
    List<Tensor> x = new ArrayList<>();
    inputs.forEach(q -> x.add(numbers.apply(q)));
    x.addAll(further);
    Execution execution = Execution.of(Engine.standard(), 1);
    float[] y = ((FloatTensor) f.forward(x, execution).getFirst()).toArray();
    double[] reals = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      reals[i] = y[i] * factor;
    }
    return reals;
  }

  /** The bytes of a tensor in logical order. */
  static byte[] bytes(QTensor q) {
    int[] integers = q.intRepr();
    byte[] bytes = new byte[integers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) integers[i];
    }
    return bytes;
  }
}
