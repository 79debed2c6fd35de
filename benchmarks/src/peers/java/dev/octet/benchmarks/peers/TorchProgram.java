package dev.octet.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.QEngine;

/**
 * PyTorch's operators one after another, called through its dispatcher. A value is freed after the
 * last operator that reads it.
 */
final class TorchProgram implements Variant.Work {
  private final Torch torch;
  private final QEngine engine;
  private final List<Step> steps = new ArrayList<>();
  private final List<IValue> slots = new ArrayList<>();
  private int[][] dies;

  /** What an operator makes: its place among the values. */
  record Value(int slot) {}

  /** An operator, and its arguments: each an IValue or a Value. */
  private record Step(OperatorHandle operator, Object[] arguments, int result) {}

  /**
   * Starts a program.
   *
   * @param engine what quantized operators run on; null for float ones
   */
  TorchProgram(Torch torch, QEngine engine) {
    this.torch = torch;
    this.engine = engine;
  }

  /** A value that is there before. */
  Value input(Tensor tensor) {
    slots.add(new IValue(tensor));
    return new Value(slots.size() - 1);
  }

  /** Appends an operator; arguments are IValues and Values. */
  Value call(String operator, Object... arguments) {
    slots.add(new IValue());
    Value result = new Value(slots.size() - 1);
    steps.add(new Step(torch.operator(operator), arguments, result.slot));
    return result;
  }

  /** Ends the program; the last operator's result is its own. */
  TorchProgram end() {
    int[] last = new int[slots.size()];
    for (int s = 0; s < steps.size(); s++) {
      for (Object argument : steps.get(s).arguments) {
        if (argument instanceof Value v) {
          last[v.slot] = s;
        }
      }
    }
    dies = new int[steps.size()][];
    for (int s = 0; s < dies.length; s++) {
      int step = s;
      dies[s] =
          IntStream.range(0, last.length)
              .filter(v -> last[v] == step && steps.stream().anyMatch(x -> x.result == v))
              .toArray();
    }
    return this;
  }

  @Override
  public void run(int times) {
    Torch.select(engine);
    try (IValueVector stack = new IValueVector()) {
      for (int i = 0; i < times; i++) {
        once(stack);
      }
    }
  }

  private void once(IValueVector stack) {
    for (int s = 0; s < dies.length; s++) {
      Step step = steps.get(s);
      stack.resize(step.arguments.length);
      for (int i = 0; i < step.arguments.length; i++) {
        stack.put(
            i,
            step.arguments[i] instanceof Value v ? slots.get(v.slot) : (IValue) step.arguments[i]);
      }
      step.operator.callBoxed(stack);
      // Assigning moves, so that the stack keeps nothing.
      slots.get(step.result).put(stack.get(0));
      stack.resize(0);
      for (int v : dies[s]) {
        slots.get(v).put(Torch.NONE);
      }
    }
  }

  float[] result() {
    run(1);
    return Torch.toFloats(slots.get(steps.getLast().result).toTensor());
  }
}
