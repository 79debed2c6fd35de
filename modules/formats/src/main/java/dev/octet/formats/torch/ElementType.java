package dev.octet.formats.torch;

import dev.octet.nn.io.Container;
import dev.octet.nn.io.ElementReader;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;

/** The element types of PyTorch's storages, under the names that pickles call them by. */
enum ElementType {
  FLOAT("torch.FloatStorage", 4),
  DOUBLE("torch.DoubleStorage", 8),
  HALF("torch.HalfStorage", 2),
  BFLOAT16("torch.BFloat16Storage", 2),
  LONG("torch.LongStorage", 8),
  INT("torch.IntStorage", 4),
  SHORT("torch.ShortStorage", 2),
  CHAR("torch.CharStorage", 1),
  BYTE("torch.ByteStorage", 1),
  BOOL("torch.BoolStorage", 1),
  QINT8("torch.QInt8Storage", 1),
  QUINT8("torch.QUInt8Storage", 1),
  QINT32("torch.QInt32Storage", 4);

  private final String global;
  private final int bytes;

  ElementType(String global, int bytes) {
    this.global = global;
    this.bytes = bytes;
  }

  String global() {
    return global;
  }

  int bytes() {
    return bytes;
  }

  boolean isQuantized() {
    return this == QINT8 || this == QUINT8 || this == QINT32;
  }

  /** Reads a whole storage into an array of the kind that its tensors look at. */
  Object read(ElementReader in, int n) throws IOException {
    return switch (this) {
      case FLOAT -> in.float32(n);
      case DOUBLE -> in.float64(n);
      case HALF -> in.float16(n);
      case BFLOAT16 -> in.bfloat16(n);
      case LONG -> in.int64(n);
      case INT -> in.widened(n, 4);
      case SHORT -> in.widened(n, 2);
      case CHAR, BYTE, QINT8, QUINT8 -> in.bytes(n);
      case BOOL -> in.truths(n);
      case QINT32 -> in.int32(n);
    };
  }

  /** How many bytes an element takes once it has been read. */
  int bytesRead() {
    return switch (this) {
      case FLOAT, DOUBLE, HALF, BFLOAT16, QINT32 -> 4;
      case LONG, INT, SHORT -> 8;
      case CHAR, BYTE, BOOL, QINT8, QUINT8 -> 1;
    };
  }

  /** Whether a tensor may look at an array from elsewhere than its start. */
  boolean takesOffset() {
    return switch (this) {
      case FLOAT, DOUBLE, HALF, BFLOAT16, LONG, INT, SHORT, BOOL -> true;
      case CHAR, BYTE, QINT8, QUINT8, QINT32 -> false;
    };
  }

  /**
   * A tensor over part of an array that {@link #read} made. Integers without parameters stand for
   * themselves.
   */
  Tensor tensor(Object array, int offset, Shape shape, QParams qparams) {
    assert offset == 0 || takesOffset();
    return switch (this) {
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> FloatTensor.wrap((float[]) array, offset, shape);
      case LONG, INT, SHORT -> LongTensor.wrap((long[]) array, offset, shape);
      case BOOL -> BoolTensor.wrap((boolean[]) array, offset, shape);
      case CHAR -> QTensor.wrap((byte[]) array, shape, DType.QINT8, Container.ITSELF);
      case BYTE -> QTensor.wrap((byte[]) array, shape, DType.QUINT8, Container.ITSELF);
      case QINT8 -> QTensor.wrap((byte[]) array, shape, DType.QINT8, qparams);
      case QUINT8 -> QTensor.wrap((byte[]) array, shape, DType.QUINT8, qparams);
      case QINT32 -> QTensor.wrap((int[]) array, shape, qparams);
    };
  }
}
