package dev.octet.nn.io;

/** Lends the reader of JSON to tests of other packages. */
public final class JsonText {
  private JsonText() {}

  /**
   * Reads one value.
   *
   * @param json text
   * @return maps, lists, strings, numbers, truth values or null
   */
  public static Object read(String json) {
    return Json.read(json);
  }
}
