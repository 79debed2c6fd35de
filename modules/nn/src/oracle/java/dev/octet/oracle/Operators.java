package dev.octet.oracle;

import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.IntType;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.Type.TypePtr;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Any of PyTorch's operators, by name, through its dispatcher. Not safe from several threads. */
final class Operators {
  private static final Dispatcher DISPATCHER = Dispatcher.singleton();
  private static final Map<String, OperatorHandle> FOUND = new HashMap<>();

  private Operators() {}

  /** Calls an operator, {@code quantized::conv2d.new}, and gives its first result. */
  static IValue call(String name, IValue... arguments) {
    return result(0, name, arguments);
  }

  /** Calls an operator and gives one of its results. */
  static IValue result(int which, String name, IValue... arguments) {
    IValueVector stack = new IValueVector(arguments);
    FOUND.computeIfAbsent(name, Operators::find).callBoxed(stack);
    IValue copy = new IValue(stack.get(which));
    // An element is gone once its stack is collected.
    Reference.reachabilityFence(stack);
    return copy;
  }

  private static OperatorHandle find(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? DISPATCHER.findSchemaOrThrow(name, "")
        : DISPATCHER.findSchemaOrThrow(name.substring(0, dot), name.substring(dot + 1));
  }

  /** A handle of its own: the one that an IValue gives ends with that. */
  static Tensor tensor(IValue value) {
    Tensor own = new Tensor(value.toTensor());
    Reference.reachabilityFence(value);
    return own;
  }

  static IValue ints(int... values) {
    GenericList list = new GenericList(new TypePtr(IntType.getIntTypePtr().get()));
    for (int v : values) {
      list.push_back(new IValue((long) v));
    }
    return new IValue(list);
  }

  static Tensor floats(float[] values, long... shape) {
    Tensor t = torch.empty(shape);
    new FloatPointer(t.data_ptr()).put(values);
    return t;
  }

  static Tensor doubles(float[] values) {
    return floats(values, values.length).to(ScalarType.Double);
  }

  /** A quantized tensor that holds the given bytes. */
  static Tensor quantized(byte[] q, boolean unsigned, double scale, long zeroPoint, long... shape) {
    return tensor(
        call(
            "aten::_make_per_tensor_quantized_tensor",
            new IValue(integers(q, unsigned, shape)),
            new IValue(scale),
            new IValue(zeroPoint)));
  }

  /** A tensor quantized per channel of its first axis that holds the given bytes. */
  static Tensor quantizedPerChannel(byte[] q, float[] scales, long... shape) {
    return tensor(
        call(
            "aten::_make_per_channel_quantized_tensor",
            new IValue(integers(q, false, shape)),
            new IValue(doubles(scales)),
            new IValue(torch.zeros(scales.length).to(ScalarType.Long)),
            new IValue(0L)));
  }

  private static Tensor integers(byte[] q, boolean unsigned, long... shape) {
    Tensor t = torch.zeros(shape).to(unsigned ? ScalarType.Byte : ScalarType.Char);
    new BytePointer(t.data_ptr()).put(q);
    return t;
  }

  /** The bytes of a quantized tensor in logical order. */
  static byte[] bytes(Tensor quantized) {
    Tensor dense = quantized.int_repr().contiguous();
    byte[] values = new byte[(int) dense.numel()];
    new BytePointer(dense.data_ptr()).get(values);
    Reference.reachabilityFence(dense);
    return values;
  }
}
