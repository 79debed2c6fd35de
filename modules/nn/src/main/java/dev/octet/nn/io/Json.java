package dev.octet.nn.io;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259), strictly: no name twice in an object, nothing after the value, no number
 * that a {@code long} or {@code double} cannot hold. Objects become maps in their order, arrays
 * lists, integers {@code Long} (exact), numbers with a fraction or exponent {@code Double}.
 */
public final class Json {
  /** Objects and arrays within one another; the reader calls itself for each. */
  static final int MAX_DEPTH = 64;

  /** A value takes up to a hundred times the memory of its text; a hostile file has many. */
  static final int MAX_VALUES = 1 << 20;

  private final String text;

  /** The text with a 0 behind it, which JSON has nowhere. */
  private final char[] chars;

  private int at;
  private int depth;
  private int values;

  private Json(String text) {
    this.text = text;
    this.chars = new char[text.length() + 1];
    text.getChars(0, text.length(), chars, 0);
  }

  /** Reads one value. */
  static Object read(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    // Bytes that are not UTF-8 became this character, which a text may have too.
    if (text.indexOf('\ufffd') >= 0) {
      requireUtf8(utf8);
    }
    return read(text);
  }

  private static void requireUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new Broken("JSON that is not UTF-8", e);
    }
  }

  /** Reads one value. */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.token();
    if (json.at < text.length()) {
      throw json.broken("the end");
    }
    return value;
  }

  private Object value() {
    if (++values > MAX_VALUES) {
      throw new Broken("JSON with more than " + MAX_VALUES + " values, at character " + at);
    }
    return switch (token()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    enter();
    Map<String, Object> map = new LinkedHashMap<>();
    if (token() == '}') {
      leave();
      return map;
    }
    while (true) {
      token();
      int start = at;
      String name = string();
      if (map.containsKey(name)) {
        throw new Broken(
            "JSON with the name '" + name + "' twice in an object, at character " + start);
      }
      token();
      expect(':', "':'");
      map.put(name, value());
      if (token() == '}') {
        leave();
        return map;
      }
      expect(',', "',' or '}'");
    }
  }

  private List<Object> array() {
    enter();
    List<Object> list = new ArrayList<>();
    if (token() == ']') {
      leave();
      return list;
    }
    while (true) {
      list.add(value());
      if (token() == ']') {
        leave();
        return list;
      }
      expect(',', "',' or ']'");
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new Broken("JSON deeper than " + MAX_DEPTH + " levels, at character " + at);
    }
    at++;
  }

  private void leave() {
    depth--;
    at++;
  }

  private String string() {
    expect('"', "a string");
    int start = at;
    int end = start;
    while (chars[end] != '"' && chars[end] != '\\' && chars[end] >= ' ') {
      end++;
    }
    at = end;
    if (chars[end] == '"') {
      at++;
      return text.substring(start, end);
    }
    return unescaped(start);
  }

  /** The rest of a string; written over the escapes, which are longer. */
  private String unescaped(int start) {
    int end = at;
    while (chars[at] != '"') {
      char c = chars[at];
      if (c < ' ') {
        throw broken(at == text.length() ? "'\"'" : "no control character in a string");
      }
      at++;
      if (c == '\\') {
        c = chars[at] == '"' ? chars[at++] : escaped();
      }
      chars[end++] = c;
    }
    at++;
    return new String(chars, start, end - start);
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex();
      default -> {
        at--;
        throw broken("one of \"\\/bfnrtu");
      }
    };
  }

  private char hex() {
    int c = 0;
    for (int i = 0; i < 4; i++) {
      char h = peek();
      if (!isDigit(h) && !(h >= 'a' && h <= 'f') && !(h >= 'A' && h <= 'F')) {
        throw broken("four hexadecimal digits");
      }
      c = c << 4 | Character.digit(h, 16);
      at++;
    }
    return (char) c;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw broken("a value");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits(at == start ? "a value" : "a digit");
    }
    boolean integer = true;
    if (peek() == '.') {
      integer = false;
      at++;
      digits("a digit");
    }
    if (peek() == 'e' || peek() == 'E') {
      integer = false;
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("a digit");
    }
    return parsed(start, integer);
  }

  private Object parsed(int start, boolean integer) {
    String number = text.substring(start, at);
    if (integer) {
      try {
        return Long.valueOf(number);
      } catch (NumberFormatException e) {
        throw new Broken("JSON with an integer over 64 bits, at character " + start, e);
      }
    }
    double d = Double.parseDouble(number);
    if (Double.isInfinite(d)) {
      throw new Broken("JSON with a number that is no double, at character " + start);
    }
    return d;
  }

  private void digits(String expected) {
    if (!isDigit(peek())) {
      throw broken(expected);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void expect(char c, String expected) {
    if (chars[at] != c) {
      throw broken(expected);
    }
    at++;
  }

  /** The next character that is no space. */
  private char token() {
    char c = chars[at];
    while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
      c = chars[++at];
    }
    return c;
  }

  /** The next character; at the end 0. */
  private char peek() {
    return chars[at];
  }

  private Broken broken(String expected) {
    String got = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new Broken("JSON, at character " + at + ": expected " + expected + ", got " + got);
  }

  /**
   * Writes maps, iterables, strings, integers, finite doubles, truth values and null.
   *
   * @param value the value
   * @return JSON
   * @throws IllegalArgumentException if it is or holds anything else
   */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> {
        out.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> i = map.entrySet().iterator(); i.hasNext(); ) {
          Map.Entry<?, ?> e = i.next();
          write((String) e.getKey(), out);
          out.append(':');
          write(e.getValue(), out);
          out.append(i.hasNext() ? "," : "");
        }
        out.append('}');
      }
      case Iterable<?> list -> {
        out.append('[');
        for (Iterator<?> i = list.iterator(); i.hasNext(); ) {
          write(i.next(), out);
          out.append(i.hasNext() ? "," : "");
        }
        out.append(']');
      }
      case String s -> write(s, out);
      case Boolean b -> out.append(b);
      case Long l -> out.append(l);
      case Integer i -> out.append(i);
      case Double d when Double.isFinite(d) -> out.append(d);
      default ->
          throw new IllegalArgumentException("no JSON for " + value.getClass() + ' ' + value);
    }
  }

  private static void write(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        // A surrogate that lacks its other half has no UTF-8, but it has this.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
