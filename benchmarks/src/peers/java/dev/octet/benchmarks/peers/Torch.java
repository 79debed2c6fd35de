package dev.octet.benchmarks.peers;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutogradState;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * PyTorch for the length of a trial, called through its dispatcher, which costs about a microsecond
 * a call. All that it made is freed when it is closed.
 */
final class Torch implements AutoCloseable {
  static final IValue NONE = new IValue();

  private final PointerScope scope = new PointerScope();
  private final Map<String, OperatorHandle> operators = new HashMap<>();

  Torch() {
    torch.set_num_threads(1);
    AutogradState.get_tls_state().set_grad_mode(false);
  }

  static String version() {
    return torch.class.getPackage().getImplementationVersion();
  }

  /**
   * An operator with its arguments, on an engine, perhaps followed by one of one argument.
   *
   * @param engine what quantized operators run on; null for float ones
   * @param operator the operator
   * @param then works on the result, or null
   * @param arguments the operator's arguments
   */
  record Call(QEngine engine, OperatorHandle operator, OperatorHandle then, IValue[] arguments)
      implements Variant.Work {
    @Override
    public void run(int times) {
      select(engine);
      try (IValueVector stack = new IValueVector()) {
        for (int i = 0; i < times; i++) {
          onto(stack);
          stack.resize(0);
        }
      }
    }

    /** The result as floats. */
    @SuppressWarnings("try") // The scope is there for what is made inside.
    float[] result() {
      select(engine);
      try (PointerScope temporary = new PointerScope()) {
        IValueVector stack = new IValueVector();
        onto(stack);
        Tensor t = stack.get(0).toTensor();
        Tensor real = t.is_quantized() ? t.dequantize() : t;
        return toFloats(real.dim() == 4 ? real.permute(0, 2, 3, 1) : real);
      }
    }

    private void onto(IValueVector stack) {
      stack.resize(arguments.length);
      for (int i = 0; i < arguments.length; i++) {
        stack.put(i, arguments[i]);
      }
      operator.callBoxed(stack);
      if (then != null) {
        then.callBoxed(stack);
      }
    }
  }

  /** Makes an engine that of quantized operators; null leaves it. */
  static void select(QEngine engine) {
    if (engine != null) {
      torch.globalContext().setQEngine(engine);
    }
  }

  Call call(QEngine engine, String operator, IValue... arguments) {
    return new Call(engine, operator(operator), null, arguments);
  }

  /** With another operator, of one argument, on the result. */
  Call then(Call call, String operator) {
    return new Call(call.engine, call.operator, operator(operator), call.arguments);
  }

  /** The result of an operator. */
  IValue value(QEngine engine, String operator, IValue... arguments) {
    IValueVector stack = new IValueVector();
    Call call = call(engine, operator, arguments);
    select(engine);
    call.onto(stack);
    return new IValue(stack.get(0));
  }

  /**
   * By its name, {@code aten::linear}, and overload if it has one, {@code quantized::conv2d.new}.
   */
  OperatorHandle operator(String name) {
    return operators.computeIfAbsent(
        name,
        n -> {
          int dot = n.indexOf('.');
          return dot < 0
              ? Dispatcher.singleton().findSchemaOrThrow(n, "")
              : Dispatcher.singleton().findSchemaOrThrow(n.substring(0, dot), n.substring(dot + 1));
        });
  }

  IValue ints(long... values) {
    GenericList list = listFor("quantized::conv2d_prepack", 2);
    for (long v : values) {
      list.push_back(new IValue(v));
    }
    return new IValue(list);
  }

  /** A list of scalars, of the type of an operator's argument. */
  IValue scalars(String operator, int argument, double... values) {
    GenericList list = listFor(operator, argument);
    for (double v : values) {
      list.push_back(new IValue(v));
    }
    return new IValue(list);
  }

  private GenericList listFor(String operator, int argument) {
    return new GenericList(
        operator(operator).schema().arguments().getPointer(argument).type().get().containedType(0));
  }

  static Tensor tensor(FloatTensor values) {
    Tensor t = torch.empty(dims(values.shape()));
    new FloatPointer(t.data_ptr()).put(values.toArray());
    return t;
  }

  /** Quantized by PyTorch itself with the scales of {@code q}. */
  static Tensor quantized(FloatTensor values, QTensor q) {
    Tensor t = tensor(values);
    if (!q.qparams().isPerChannel()) {
      return torch.quantize_per_tensor(
          t, q.qparams().scale(0), q.qparams().zeroPoint(0), ScalarType.QUInt8);
    }
    float[] scales = q.qparams().scales();
    Tensor s = torch.zeros(scales.length).to(ScalarType.Double);
    new DoublePointer(s.data_ptr())
        .put(IntStream.range(0, scales.length).mapToDouble(i -> scales[i]).toArray());
    return torch.quantize_per_channel(
        t, s, torch.zeros(scales.length).to(ScalarType.Long), 0, ScalarType.QInt8);
  }

  /** The same image with its channels last in memory. */
  Tensor channelsLast(Tensor image) {
    return value(null, "aten::contiguous", new IValue(image), new IValue(MemoryFormat.ChannelsLast))
        .toTensor();
  }

  private static long[] dims(Shape shape) {
    return Arrays.stream(shape.dims()).asLongStream().toArray();
  }

  static float[] toFloats(Tensor t) {
    Tensor dense = t.contiguous();
    float[] values = new float[(int) dense.numel()];
    new FloatPointer(dense.data_ptr()).get(values);
    return values;
  }

  /** How PyTorch was built. */
  static String config() {
    try (BytePointer text = torch.show_config()) {
      return text.getString();
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
