package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle may name: the functions that state dicts are made of, none of which is Python's own
 * code here ({@link Rebuild} does what they do), and constants. Whoever names anything else gets an
 * error.
 */
sealed interface Global {
  /** A function or class that may be called. */
  enum Function implements Global {
    ORDERED_DICT("collections.OrderedDict"),
    SET("builtins.set"),
    FROZENSET("builtins.frozenset"),
    SIZE("torch.Size"),
    DEVICE("torch.device"),
    REBUILD_TENSOR("torch._utils._rebuild_tensor"),
    REBUILD_TENSOR_V2("torch._utils._rebuild_tensor_v2"),
    REBUILD_PARAMETER("torch._utils._rebuild_parameter"),
    REBUILD_QTENSOR("torch._utils._rebuild_qtensor");

    private final String global;

    Function(String global) {
      this.global = global;
    }

    @Override
    public String toString() {
      return global;
    }
  }

  /** The class of a storage. */
  record StorageClass(ElementType type) implements Global {
    @Override
    public String toString() {
      return type.global();
    }
  }

  /** A dtype, a qscheme, a layout or a memory format. */
  record Constant(String name) implements Global {
    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code torch.per_tensor_affine}. */
  Constant PER_TENSOR = new Constant("torch.per_tensor_affine");

  /** {@code torch.per_channel_affine}. */
  Constant PER_CHANNEL = new Constant("torch.per_channel_affine");

  /** Names of constants in the module torch. */
  List<String> CONSTANTS =
      List.of(
          "float32",
          "float64",
          "float16",
          "bfloat16",
          "int64",
          "int32",
          "int16",
          "int8",
          "uint8",
          "bool",
          "complex32",
          "complex64",
          "complex128",
          "qint8",
          "quint8",
          "qint32",
          "quint4x2",
          "quint2x4",
          "per_tensor_affine",
          "per_channel_affine",
          "per_tensor_symmetric",
          "per_channel_symmetric",
          "per_channel_affine_float_qparams",
          "strided",
          "contiguous_format",
          "channels_last",
          "channels_last_3d",
          "preserve_format");

  /** All of them by name. */
  Map<String, Global> ALL = all();

  /**
   * Finds what a pickle names.
   *
   * @throws Broken if a checkpoint must not name it
   */
  static Global find(String module, String name) {
    String full = (module.equals("__builtin__") ? "builtins" : module) + "." + name;
    Global global = ALL.get(full);
    if (global == null) {
      throw new Broken(
          "the pickle asks for '"
              + module
              + "."
              + name
              + "', which is neither a tensor nor part of one. Nothing was executed. Save the"
              + " state_dict() of the model alone");
    }
    return global;
  }

  private static Map<String, Global> all() {
    Map<String, Global> all = new HashMap<>();
    for (Function f : Function.values()) {
      all.put(f.toString(), f);
    }
    for (ElementType t : ElementType.values()) {
      all.put(t.global(), new StorageClass(t));
    }
    CONSTANTS.forEach(name -> all.put("torch." + name, new Constant("torch." + name)));
    return Map.copyOf(all);
  }
}
