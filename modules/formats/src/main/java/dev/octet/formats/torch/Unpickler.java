package dev.octet.formats.torch;

import dev.octet.formats.torch.Global.Function;
import dev.octet.formats.torch.Global.StorageClass;
import dev.octet.nn.io.Broken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle (Python's pickletools.py, protocols 1 to 5) far enough for what {@code torch.save}
 * writes. A pickle is a program that builds objects and may call anything by name; this one can
 * build dicts, lists, tuples, strings, numbers, truth values, {@code None}, and what {@link Global}
 * lists. There is no way from it to Java's classes. It keeps its own stack, so that depth costs no
 * frames, and counts what it makes.
 */
final class Unpickler {
  /** Objects in a pickle; a tensor of a state dict takes some thirty. */
  private static final int MAX_OBJECTS = 3_000_000;

  private final PickleInput in;
  private final Map<String, StorageRef> storages;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();
  private int[] marks = new int[16];
  private int marked;
  private int made;

  /**
   * @param in where a pickle starts; is left where it ends
   * @param storages receives the storages that it points to, by key
   */
  Unpickler(PickleInput in, Map<String, StorageRef> storages) {
    this.in = in;
    this.storages = storages;
  }

  /** Runs the pickle to its end. */
  Object load() throws IOException {
    long at = in.position();
    try {
      for (int op = in.u1(); op != '.'; op = in.u1()) {
        step(op);
        at = in.position();
      }
      Object root = pop();
      if (!stack.isEmpty() || marked > 0) {
        throw new Broken(
            "the pickle ends with " + stack.size() + " values and " + marked + " marks left over");
      }
      return root;
    } catch (Broken e) {
      throw new Broken("byte " + at + ": " + e.getMessage(), e);
    }
  }

  private void step(int op) throws IOException {
    switch (op) {
      case 0x80 -> protocol(in.u1());
      case 0x95 -> frame(in.i8());
      case '(' -> mark();
      case '0' -> pop();
      case '1' -> popMark();
      case 'N' -> make(null);
      case 0x88 -> make(true);
      case 0x89 -> make(false);
      case 'I' -> make(integerLine(in.line()));
      case 'L' -> make(longLine(in.line()));
      case 'J' -> make((long) in.i4());
      case 'K' -> make((long) in.u1());
      case 'M' -> make((long) in.u2());
      case 0x8a -> make(narrow(in.integer(in.u1())));
      case 0x8b -> make(narrow(in.integer(in.i4())));
      case 'G' -> make(in.f8());
      case 'U', 0x8c -> make(in.text(in.u1()));
      case 'T', 'X' -> make(in.text(in.length(4)));
      case 0x8d -> make(in.text(in.length(8)));
      case ')' -> make(Tuple.EMPTY);
      case 't' -> make(new Tuple(popMark()));
      case 0x85, 0x86, 0x87 -> make(new Tuple(take(op - 0x84)));
      case ']', 0x8f -> make(new ArrayList<>());
      case 'a' -> append(take(1));
      case 'e', 0x90 -> append(popMark());
      case 0x91 -> make(popMark());
      case '}' -> make(new Dict());
      case 's' -> set(take(2));
      case 'u' -> set(popMark());
      case 'q' -> put(in.u1());
      case 'r' -> put(in.i4());
      case 0x94 -> put(memo.size());
      case 'h' -> get(in.u1());
      case 'j' -> get(in.i4());
      case 'c' -> {
        String module = in.line();
        make(Global.find(module, in.line()));
      }
      case 0x93 -> {
        Tuple names = new Tuple(take(2));
        make(Global.find(Rebuild.text(names, 0), Rebuild.text(names, 1)));
      }
      case 'R' -> reduce();
      case 'b' -> build();
      case 'Q' -> make(storage(pop()));
      default -> throw refused(op);
    }
  }

  /** Opcodes that make objects in ways that {@code torch.save} has no use for, or unknown ones. */
  private Broken refused(int op) throws IOException {
    return switch (op) {
      case 'i' -> new Broken("INST asks for an object of '" + in.line() + "." + in.line() + "'");
      case 'o' -> new Broken("OBJ asks for an object of a class");
      case 0x81, 0x92 -> new Broken("NEWOBJ asks for an object of a class");
      case 0x82, 0x83, 0x84 -> new Broken("EXT asks for an extension of the copyreg module");
      case 'P' -> new Broken("PERSID asks for the object '" + in.line() + "'");
      case 'B', 'C', 0x8e, 0x96, 0x97, 0x98 -> new Broken("bytes objects are not supported");
      default -> new Broken("the opcode 0x%02x is not known".formatted(op));
    };
  }

  private void make(Object value) {
    if (++made > MAX_OBJECTS) {
      throw new Broken("the pickle makes more than " + MAX_OBJECTS + " objects");
    }
    stack.add(value);
  }

  private void protocol(int version) {
    if (version > 5) {
      throw new Broken("the pickle has protocol " + version + ", expected 5 or less");
    }
  }

  private void frame(long length) {
    if (length < 0 || length > in.left()) {
      throw new Broken("a frame has " + length + " bytes, " + in.left() + " are left");
    }
  }

  private void mark() {
    if (marked == marks.length) {
      marks = Arrays.copyOf(marks, 2 * marked);
    }
    marks[marked++] = stack.size();
  }

  private Object pop() {
    return take(1).get(0);
  }

  /** Takes values off the stack, but none from before the last mark. */
  private List<Object> take(int n) {
    int from = stack.size() - n;
    if (from < (marked == 0 ? 0 : marks[marked - 1])) {
      throw new Broken("an opcode needs " + n + " values, the stack has fewer");
    }
    List<Object> top = stack.subList(from, stack.size());
    List<Object> taken = new ArrayList<>(top);
    top.clear();
    return taken;
  }

  private List<Object> popMark() {
    if (marked == 0) {
      throw new Broken("an opcode needs a mark, there is none");
    }
    List<Object> taken = take(stack.size() - marks[marked - 1]);
    marked--;
    return taken;
  }

  private Object top() {
    Object top = pop();
    stack.add(top);
    return top;
  }

  @SuppressWarnings("unchecked") // lists of a pickle are lists of objects
  private void append(List<Object> items) {
    Object list = top();
    if (!(list instanceof List<?>)) {
      throw new Broken("values are appended to " + kind(list));
    }
    ((List<Object>) list).addAll(items);
  }

  private void set(List<Object> items) {
    Object dict = top();
    if (!(dict instanceof Dict d) || items.size() % 2 != 0) {
      throw new Broken(items.size() + " keys and values are set in " + kind(dict));
    }
    for (int i = 0; i < items.size(); i += 2) {
      d.put(items.get(i), items.get(i + 1));
    }
  }

  private void put(int key) {
    made++;
    memo.put(key, top());
  }

  private void get(int key) {
    if (!memo.containsKey(key)) {
      throw new Broken("the memo has no entry " + key);
    }
    stack.add(memo.get(key));
  }

  private void reduce() {
    List<Object> call = take(2);
    if (!(call.get(0) instanceof Function function) || !(call.get(1) instanceof Tuple args)) {
      throw new Broken("REDUCE calls " + kind(call.get(0)) + " with " + kind(call.get(1)));
    }
    make(Rebuild.call(function, args));
  }

  /** The one state that is set: the versions of modules, beside a state dict's entries. */
  private void build() {
    Object state = pop();
    Object target = top();
    if (target instanceof Dict dict
        && state instanceof Dict s
        && s.items().size() == 1
        && s.items().get("_metadata") instanceof Dict versions) {
      dict.metadata(versions);
      return;
    }
    throw new Broken(
        "BUILD sets the state of " + kind(target) + ", expected the _metadata of a state dict");
  }

  /** A persistent id: {@code ('storage', class, key, location, count)}, of old with a view. */
  private StorageRef storage(Object id) {
    if (!(id instanceof Tuple t) || t.size() < 5 || !"storage".equals(t.get(0))) {
      throw new Broken("a persistent id is " + kind(id) + ", expected ('storage', …)");
    }
    if (!(t.get(1) instanceof StorageClass c)) {
      throw new Broken("a storage is of " + kind(t.get(1)) + ", expected a class of storages");
    }
    if (t.size() > 5 && t.get(5) != null) {
      throw new Broken("views of storages, which early PyTorch wrote, are not supported");
    }
    StorageRef ref = new StorageRef(Rebuild.text(t, 2), c.type(), Rebuild.integer(t, 4));
    StorageRef known = storages.putIfAbsent(ref.key(), ref);
    if (known != null && !known.equals(ref)) {
      throw new Broken("storage '" + ref.key() + "' is asked for as " + ref + " and as " + known);
    }
    return known == null ? ref : known;
  }

  private static Object integerLine(String line) {
    return switch (line) {
      case "00" -> false;
      case "01" -> true;
      default -> longLine(line);
    };
  }

  private static Object longLine(String line) {
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    try {
      return narrow(new BigInteger(digits));
    } catch (NumberFormatException e) {
      throw new Broken("'" + line + "' is no integer", e);
    }
  }

  private static Object narrow(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  /** How errors call a value. */
  static String kind(Object value) {
    return switch (value) {
      case null -> "None";
      case String s -> s.length() > 40 ? "a string" : "'" + s + "'";
      case Dict d -> "a dict";
      case List<?> l -> "a list";
      case Tuple t -> "a tuple of " + t.size();
      case TensorRef t -> "a tensor";
      case StorageRef s -> "a storage";
      default -> value.toString();
    };
  }
}
