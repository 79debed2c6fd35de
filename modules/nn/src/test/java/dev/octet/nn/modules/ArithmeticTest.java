package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  private final Execution execution = Execution.of(Engine.standard(), 2);

  private Tensor run(Op op, Tensor a, Tensor b) {
    return new Arithmetic(op).forward(List.of(a, b), execution).getFirst();
  }

  /** Shapes of up to five dimensions, each of which either operand may repeat or lack. */
  @RepeatedTest(60)
  void broadcastsAsDefined(RepetitionInfo repetition) {
    int seed = repetition.getCurrentRepetition();
    Random random = new Random(seed);
    int rank = random.nextInt(6);
    int[] result = random.ints(rank, 1, 6).toArray();
    int[] a = operand(result, random);
    int[] b = operand(result, random);
    RandomTensors tensors = new RandomTensors(seed);
    FloatTensor x = tensors.normal(1, a);
    FloatTensor y = tensors.normal(1, b);
    Shape shape = x.shape().broadcast(y.shape());
    FloatTensor sub = (FloatTensor) run(Op.SUB, x, y);
    LongTensor p = tensors.ids(100, a);
    LongTensor q = tensors.ids(100, b);
    LongTensor subLong = (LongTensor) run(Op.SUB, p, q);
    assertThat(sub.shape()).as("seed %d", seed).isEqualTo(shape);
    for (int[] i : Indices.of(shape)) {
      int[] ia = Indices.within(i, x.shape());
      int[] ib = Indices.within(i, y.shape());
      assertThat(sub.get(i)).as("seed %d", seed).isEqualTo(x.get(ia) - y.get(ib));
      assertThat(subLong.get(i)).as("seed %d", seed).isEqualTo(p.get(ia) - q.get(ib));
    }
  }

  private static int[] operand(int[] result, Random random) {
    int skipped = random.nextInt(result.length + 1);
    int[] dims = new int[result.length - skipped];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = random.nextInt(3) == 0 ? 1 : result[skipped + i];
    }
    return dims;
  }

  @Test
  void longRunsAreCutIntoTasks() {
    FloatTensor x = new RandomTensors(1).normal(1, 300_001);
    float[] y = ((FloatTensor) run(Op.MUL, x, FloatTensor.scalar(2))).toArray();
    float[] z = ((FloatTensor) run(Op.SUB, FloatTensor.scalar(2), x)).toArray();
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i] == x.get(i) * 2 && z[i] == 2 - x.get(i)).as("element %d", i).isTrue();
    }
  }

  @Test
  void emptyOperands() {
    assertThat(
            run(Op.ADD, FloatTensor.zeros(Shape.of(0, 3)), FloatTensor.zeros(Shape.of(3))).shape())
        .isEqualTo(Shape.of(0, 3));
    assertThat(
            run(Op.ADD, LongTensor.zeros(Shape.of(2, 0)), LongTensor.zeros(Shape.of(2, 1))).shape())
        .isEqualTo(Shape.of(2, 0));
    assertThat(
            run(Op.DIV, LongTensor.zeros(Shape.of(1, 0)), LongTensor.zeros(Shape.of(3, 1))).shape())
        .isEqualTo(Shape.of(3, 0));
  }

  @Test
  void integerPowers() {
    LongTensor base = LongTensor.wrap(new long[] {2, -3, 0, 1, -1, 2, 7, 10}, 8);
    LongTensor exponent = LongTensor.wrap(new long[] {62, 3, 0, -5, -3, -1, 1, 19}, 8);
    assertThat(run(Op.POW, base, exponent))
        .isEqualTo(
            LongTensor.wrap(new long[] {1L << 62, -27, 1, 1, -1, 0, 7, -8446744073709551616L}, 8));
    assertThatThrownBy(() -> run(Op.POW, LongTensor.scalar(0), LongTensor.scalar(-1)))
        .hasMessageContaining("division of the integer 1 by zero");
    assertThat(run(Op.POW, FloatTensor.scalar(3), LongTensor.scalar(2)))
        .isEqualTo(FloatTensor.scalar(9));
    assertThat(run(Op.POW, LongTensor.scalar(9), FloatTensor.scalar(0.5f)))
        .isEqualTo(LongTensor.scalar(3));
  }

  @Test
  void operandsThatDoNotFit() {
    FloatTensor f = FloatTensor.zeros(Shape.of(2, 3));
    assertThatThrownBy(() -> run(Op.ADD, f, FloatTensor.zeros(Shape.of(2))))
        .hasMessage("shapes [2, 3] and [2] do not broadcast: 3 against 2");
    assertThatThrownBy(() -> run(Op.ADD, f, LongTensor.zeros(Shape.of(3))))
        .hasMessage(
            "operands are FLOAT32 [2, 3] and INT64 [3], expected both FLOAT32 or both INT64");
    assertThatThrownBy(() -> run(Op.ADD, BoolTensor.scalar(true), BoolTensor.scalar(true)))
        .hasMessageContaining("operands are BOOL");
    assertThatThrownBy(() -> new Arithmetic(Op.ADD).forward(List.of(f), execution))
        .hasMessage("expected 2 inputs, got 1");
  }
}
