package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * Changes the element type (ONNX Cast). Floats become integers by truncation, NaN becomes 0 and
 * what lies outside 64 bits the nearest long; integers that do not fit wrap; a truth value is
 * whether something is not 0. Narrow types are kept in wide tensors: INT32 and the like as longs,
 * 16-bit floats as floats, with values that the narrow type has.
 *
 * @param to the type wanted
 */
public record Cast(To to) implements Module {
  /** The type's name. */
  public static final String TYPE = "cast";

  /** Types to cast to. */
  public enum To {
    /** A float tensor. */
    FLOAT32,
    /** A float tensor of binary16 values, rounded half to even. */
    FLOAT16,
    /** A float tensor of values with 8 bits of precision, rounded half to even. */
    BFLOAT16,
    /** A tensor of longs. */
    INT64,
    /** A tensor of longs of 32 bits. */
    INT32,
    /** A tensor of longs from -128 to 127. */
    INT8,
    /** A tensor of longs from 0 to 255. */
    UINT8,
    /** A tensor of truth values. */
    BOOL
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Cast of(ModuleState state) {
    return new Cast(To.valueOf(state.stringOf("to").toUpperCase(Locale.ROOT)));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("to", to.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Elements.dense(inputs.get(0), execution);
    if (same(x)) {
      return List.of(x);
    }
    return List.of(
        switch (to) {
          case FLOAT32, FLOAT16, BFLOAT16 -> toFloats(x, execution);
          case BOOL -> toBools(x);
          default -> toLongs(x);
        });
  }

  private boolean same(Tensor x) {
    return switch (to) {
      case FLOAT32 -> x instanceof FloatTensor;
      case INT64 -> x instanceof LongTensor;
      case BOOL -> x instanceof BoolTensor;
      default -> false;
    };
  }

  private FloatTensor toFloats(Tensor x, Execution execution) {
    FloatTensor result = execution.newFloats(x.shape());
    float[] y = result.array();
    int at = result.offset();
    int from = x.offset();
    for (int i = 0; i < x.shape().size(); i++) {
      y[at + i] =
          rounded(
              switch (x) {
                case FloatTensor f -> f.array()[from + i];
                case LongTensor l -> l.array()[from + i];
                case BoolTensor b -> b.array()[from + i] ? 1 : 0;
                case QTensor q -> throw new AssertionError("a quantized tensor passed dense()");
              });
    }
    return result;
  }

  private float rounded(float v) {
    return switch (to) {
      case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16(v));
      case BFLOAT16 -> {
        int bits = Float.floatToRawIntBits(v);
        int half = 0x7fff + ((bits >>> 16) & 1);
        yield Float.isNaN(v) ? v : Float.intBitsToFloat((bits + half) & 0xffff0000);
      }
      default -> v;
    };
  }

  private LongTensor toLongs(Tensor x) {
    long[] y = new long[x.shape().size()];
    int from = x.offset();
    for (int i = 0; i < y.length; i++) {
      y[i] =
          wrapped(
              switch (x) {
                case FloatTensor f -> (long) f.array()[from + i];
                case LongTensor l -> l.array()[from + i];
                case BoolTensor b -> b.array()[from + i] ? 1 : 0;
                case QTensor q -> throw new AssertionError("a quantized tensor passed dense()");
              });
    }
    return LongTensor.wrap(y, 0, x.shape());
  }

  private long wrapped(long v) {
    return switch (to) {
      case INT32 -> (int) v;
      case INT8 -> (byte) v;
      case UINT8 -> v & 0xff;
      default -> v;
    };
  }

  private static BoolTensor toBools(Tensor x) {
    boolean[] y = new boolean[x.shape().size()];
    int from = x.offset();
    for (int i = 0; i < y.length; i++) {
      y[i] =
          x instanceof FloatTensor f
              ? f.array()[from + i] != 0
              : ((LongTensor) x).array()[from + i] != 0;
    }
    return BoolTensor.wrap(y, 0, x.shape());
  }
}
