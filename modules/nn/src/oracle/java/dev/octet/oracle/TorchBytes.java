package dev.octet.oracle;

import dev.octet.numerics.ByteParams;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** PyTorch's operators on 8-bit quantized tensors, called with bytes. */
final class TorchBytes {
  /** An optional argument that is not there. */
  static final IValue NONE = new IValue();

  private final Torch pytorch = new Torch(QEngine.FBGEMM);

  /** Lists have to be made by TorchScript. */
  private final CompilationUnit lists =
      torch.compile(
          """
          def ints(a: int):
              return [a]
          def tensors(a: Tensor, b: Tensor):
              return [a, b]
          """);

  private final Function ints = lists.find_function(name("ints"));
  private final Function tensors = lists.find_function(name("tensors"));

  /**
   * What an operator answered.
   *
   * @param params what its integers stand for
   * @param values the integers, in the order of indices
   */
  record Answer(ByteParams params, byte[] values) {}

  private static QualifiedName name(String function) {
    return new QualifiedName(function);
  }

  Answer call(String operator, IValue... arguments) {
    Tensor y = result(pytorch.call(operator, arguments), 0).toTensor();
    boolean unsigned = y.scalar_type().intern() == ScalarType.QUInt8;
    ByteParams params = new ByteParams((float) y.q_scale(), (int) y.q_zero_point(), unsigned);
    return new Answer(params, Torch.bytes(y.int_repr()));
  }

  /** {@code aten::topk} along the last dimension, sorted: values, then indices. */
  long[][] topK(IValue x, int k, boolean greatest) {
    IValueVector y =
        pytorch.call(
            "aten::topk",
            x,
            new IValue((long) k),
            new IValue(-1L),
            new IValue(greatest),
            new IValue(true));
    byte[] values = Torch.bytes(result(y, 0).toTensor().int_repr());
    Tensor indices = result(y, 1).toTensor().contiguous();
    long[][] answer = new long[2][values.length];
    for (int i = 0; i < values.length; i++) {
      answer[0][i] = values[i];
    }
    new LongPointer(indices.data_ptr()).get(answer[1]);
    Reference.reachabilityFence(indices);
    return answer;
  }

  /** A copy: an element of the stack is gone once the stack is collected. */
  private static IValue result(IValueVector stack, int i) {
    IValue copy = new IValue(stack.get(i));
    Reference.reachabilityFence(stack);
    return copy;
  }

  IValue quantized(byte[] values, ByteParams p, long... shape) {
    Tensor integers = torch.empty(shape).to(p.unsigned() ? ScalarType.Byte : ScalarType.Char);
    new BytePointer(integers.data_ptr()).put(values, 0, values.length);
    return result(
        pytorch.call(
            "aten::_make_per_tensor_quantized_tensor",
            new IValue(integers),
            number(p.scale()),
            number((long) p.zeroPoint())),
        0);
  }

  static IValue floats(float[] values) {
    return values == null ? NONE : new IValue(Torch.floats(values, values.length));
  }

  static IValue scalar(double value) {
    return new IValue(new Scalar(value));
  }

  static IValue number(float value) {
    return new IValue((double) value);
  }

  static IValue number(long value) {
    return new IValue(value);
  }

  IValue ints(long value) {
    return new IValue(ints.apply(new IValueVector(new IValue(value))));
  }

  IValue tensors(IValue a, IValue b) {
    return new IValue(tensors.apply(new IValueVector(a, b)));
  }
}
