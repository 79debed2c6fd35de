package dev.octet.oracle;

import dev.octet.numerics.ByteParams;
import java.lang.ref.Reference;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.Type.TypePtr;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** PyTorch's operators on tensors of 8-bit integers, asked with bytes. */
final class TorchBytes {
  private TorchBytes() {}

  /** One thread, no gradients, the engine FBGEMM. */
  static void start() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
    torch.globalContext().setQEngine(QEngine.FBGEMM);
  }

  /**
   * What an operator answered.
   *
   * @param params what its integers stand for
   * @param values the integers, in the order of indices
   */
  record Answer(ByteParams params, byte[] values) {}

  static Answer ask(String operator, IValue... arguments) {
    Tensor y = Operators.tensor(Operators.call(operator, arguments));
    boolean unsigned = y.scalar_type().intern() == ScalarType.QUInt8;
    ByteParams params = new ByteParams((float) y.q_scale(), (int) y.q_zero_point(), unsigned);
    return new Answer(params, Operators.bytes(y));
  }

  static long[] longs(IValue tensor) {
    Tensor dense = tensor.toTensor().contiguous();
    long[] values = new long[(int) dense.numel()];
    new LongPointer(dense.data_ptr()).get(values);
    Reference.reachabilityFence(dense);
    return values;
  }

  static IValue quantized(byte[] values, ByteParams p, long... shape) {
    return new IValue(Operators.quantized(values, p.unsigned(), p.scale(), p.zeroPoint(), shape));
  }

  static IValue floats(float[] values) {
    return new IValue(Operators.floats(values, values.length));
  }

  static IValue scalar(double value) {
    return new IValue(new Scalar(value));
  }

  static IValue number(float value) {
    return new IValue((double) value);
  }

  static IValue number(int value) {
    return new IValue((long) value);
  }

  static IValue tensors(IValue... tensors) {
    GenericList list = new GenericList(new TypePtr(TensorType.get()));
    for (IValue t : tensors) {
      list.push_back(t);
    }
    return new IValue(list);
  }
}
