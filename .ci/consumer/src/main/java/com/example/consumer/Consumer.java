package com.example.consumer;

import dev.octet.engine.Engine;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Linear;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/** Quantizes a small network, saves and loads it, runs it, and prints by which engine and what. */
public final class Consumer {
  private static final int INPUT = 48;
  private static final int HIDDEN = 96;
  private static final int OUTPUT = 10;
  private static final int ROWS = 7;

  private Consumer() {}

  public static void main(String[] args) throws IOException {
    Random random = new Random(5);
    GraphBuilder builder = Graph.builder();
    GraphBuilder.Value x = builder.input("x", Graph.ANY, INPUT);
    GraphBuilder.Value y =
        x.then("first", linear(random, INPUT, HIDDEN))
            .then("relu", new Activation(FloatUnary.Op.RELU))
            .then("second", linear(random, HIDDEN, OUTPUT));
    Graph net = builder.output("y", y).build();

    Graph int8 = Quantization.quantizeDynamic(net);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int8.save(file);
    Graph loaded = Graph.load(new ByteArrayInputStream(file.toByteArray()));

    var input = Map.<String, dev.octet.tensor.Tensor>of("x", floats(random, ROWS, INPUT));
    float[] result =
        loaded.session(SessionOptions.threads(1)).run(input).floats("y").toArray();
    System.out.println("engine=" + Engine.standard().tier().id());
    System.out.println("smaller=" + (int8.bytes() < net.bytes() / 2));
    System.out.println("result=" + Integer.toHexString(Arrays.hashCode(result)));
  }

  private static Linear linear(Random random, int inputs, int outputs) {
    return new Linear(floats(random, outputs, inputs), floats(random, outputs));
  }

  private static FloatTensor floats(Random random, int... shape) {
    float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1f, 1f);
    }
    return FloatTensor.wrap(values, shape);
  }
}
