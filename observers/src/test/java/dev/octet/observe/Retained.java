package dev.octet.observe;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What an object holds on to, roughly: elements of arrays and collections, and fields. */
final class Retained {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private Retained() {}

  static long bytes(Object root) {
    return new Retained().of(root);
  }

  private long of(Object o) {
    if (o == null || o instanceof Enum<?> || o instanceof Number || !seen.add(o)) {
      return 0;
    }
    if (o.getClass().isArray()) {
      return array(o);
    }
    if (o instanceof Collection<?> collection) {
      return collection.stream().mapToLong(e -> 8 + of(e)).sum();
    }
    long sum = 16;
    for (Class<?> c = o.getClass(); c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        sum += Modifier.isStatic(field.getModifiers()) ? 0 : 8 + of(value(field, o));
      }
    }
    return sum;
  }

  private long array(Object array) {
    long sum = 16 + 8L * Array.getLength(array);
    if (array instanceof Object[] elements) {
      for (Object element : elements) {
        sum += of(element);
      }
    }
    return sum;
  }

  private static Object value(Field field, Object o) {
    try {
      field.setAccessible(true);
      return field.get(o);
    } catch (IllegalAccessException e) {
      throw new AssertionError(field + " cannot be read", e);
    }
  }
}
