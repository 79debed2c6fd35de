package dev.octet.nn;

import dev.octet.kernel.FloatUnary;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * How modules are made from saved states, by type. A table; users add their own types to it before
 * they load a graph that has them.
 */
public final class ModuleTypes {
  private static final ModuleTypes STANDARD = builtIn();

  private final Map<String, Function<ModuleState, Module>> types;

  private ModuleTypes(Map<String, Function<ModuleState, Module>> types) {
    this.types = types;
  }

  /**
   * Octet's own modules.
   *
   * @return the table
   */
  public static ModuleTypes standard() {
    return STANDARD;
  }

  private static ModuleTypes builtIn() {
    ModuleTypes types =
        new ModuleTypes(Map.of())
            .with(Attention.TYPE, Attention::of)
            .with(ByteEmbedding.TYPE, ByteEmbedding::of)
            .with(Constant.TYPE, Constant::of)
            .with(DynamicLinear.TYPE, DynamicLinear::of)
            .with(Embedding.TYPE, Embedding::of)
            .with(LayerNorm.TYPE, LayerNorm::of)
            .with(Linear.TYPE, Linear::of);
    for (FloatUnary.Op op : FloatUnary.Op.values()) {
      Activation activation = new Activation(op);
      types = types.with(activation.type(), state -> activation);
    }
    return types;
  }

  /**
   * This table with one type more.
   *
   * @param type what {@link Module#type} gives
   * @param maker makes the module from what {@link Module#state} gave
   * @return a new table
   */
  public ModuleTypes with(String type, Function<ModuleState, Module> maker) {
    Map<String, Function<ModuleState, Module>> more = new LinkedHashMap<>(types);
    more.put(type, maker);
    return new ModuleTypes(more);
  }

  /**
   * Makes a module.
   *
   * @param type its type
   * @param state its state
   * @return the module
   * @throws IllegalArgumentException if the type is not in this table, or the state does not fit it
   */
  public Module make(String type, ModuleState state) {
    Function<ModuleState, Module> maker = types.get(type);
    if (maker == null) {
      throw new IllegalArgumentException(
          "module type '" + type + "' is not known; a type of your own goes to ModuleTypes.with");
    }
    return maker.apply(state);
  }
}
