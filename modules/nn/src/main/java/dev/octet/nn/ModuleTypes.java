package dev.octet.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How modules are made from saved states, by type. A table; users add their own types to it before
 * they load a graph that has them.
 */
public final class ModuleTypes {
  private static final Map<String, BuiltInType> BUILT_IN = BuiltInType.table();
  private static final ModuleTypes STANDARD = new ModuleTypes(Map.of());

  /** What users added; goes before what is built in. */
  private final Map<String, Function<ModuleState, Module>> added;

  private ModuleTypes(Map<String, Function<ModuleState, Module>> added) {
    this.added = added;
  }

  /**
   * Octet's own modules.
   *
   * @return the table
   */
  public static ModuleTypes standard() {
    return STANDARD;
  }

  /**
   * This table with one type more.
   *
   * @param type what {@link Module#type} gives
   * @param maker makes the module from what {@link Module#state} gave
   * @return a new table
   */
  public ModuleTypes with(String type, Function<ModuleState, Module> maker) {
    Map<String, Function<ModuleState, Module>> more = new LinkedHashMap<>(added);
    more.put(type, maker);
    return new ModuleTypes(more);
  }

  /**
   * The types that this table knows.
   *
   * @return their names
   */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(BUILT_IN.keySet());
    names.addAll(added.keySet());
    return Collections.unmodifiableSet(names);
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
    Function<ModuleState, Module> maker = added.get(type);
    if (maker != null) {
      return maker.apply(state);
    }
    BuiltInType builtIn = BUILT_IN.get(type);
    if (builtIn == null) {
      throw new IllegalArgumentException(
          "module type '" + type + "' is not known; a type of your own goes to ModuleTypes.with");
    }
    return builtIn.make(state);
  }
}
