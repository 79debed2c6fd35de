package dev.octet.formats.torch;

import dev.octet.nn.io.Broken;

/**
 * A storage that a pickle points to; its elements lie elsewhere in the file.
 *
 * @param key its name in the file
 * @param type the type of its elements
 * @param count how many the pickle says it has
 */
record StorageRef(String key, ElementType type, long count) {
  private static final int MAX_ELEMENTS = Integer.MAX_VALUE - 16;

  StorageRef {
    if (count < 0 || count > MAX_ELEMENTS) {
      throw new Broken(
          "storage '" + key + "' has " + count + " elements, expected 0 to " + MAX_ELEMENTS);
    }
  }

  long bytes() {
    return count * type.bytes();
  }
}
