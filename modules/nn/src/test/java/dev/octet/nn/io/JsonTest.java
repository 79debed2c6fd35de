package dev.octet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void valuesOfEveryKind() {
    Object value =
        Json.read(" {\"a\" : [1, -2.5, true, false, null, \"x\"],\n\t\"b\":{}, \"c\":[]}\r ");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("a", Arrays.asList(1L, -2.5, true, false, null, "x"));
    expected.put("b", Map.of());
    expected.put("c", List.of());
    assertThat(value).isEqualTo(expected);
    assertThat(((Map<?, ?>) value).keySet().toString()).isEqualTo("[a, b, c]");
  }

  @Test
  void escapes() {
    assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00é\""))
        .isEqualTo("\"\\/\b\f\n\r\té😀é");
    assertThat(Json.write("a\"\\\n\u0001é😀\ud800"))
        .isEqualTo("\"a\\\"\\\\\\u000a\\u0001é\\ud83d\\ude00\\ud800\"");
  }

  @Test
  void integersAreExact() {
    assertThat(Json.read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(Json.read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.read("1.0")).isEqualTo(1.0);
    assertThat(Json.read("1E2")).isEqualTo(100.0);
  }

  @Property
  void whatIsWrittenIsReadAgain(
      @ForAll List<String> strings, @ForAll List<Long> longs, @ForAll List<Double> doubles) {
    Map<String, Object> value = new LinkedHashMap<>();
    strings.forEach(s -> value.put(s, List.of(s)));
    value.put("longs", longs);
    value.put("doubles", doubles);
    assertThat(Json.read(Json.write(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|at character 0: expected a value, got the end",
        "{\"a\":1,}|at character 7: expected a string, got '}'",
        "[1,]|at character 3: expected a value, got ']'",
        "[1 2]|at character 3: expected ',' or ']', got '2'",
        "{\"a\" 1}|at character 5: expected ':', got '1'",
        "{a:1}|at character 1: expected a string, got 'a'",
        "{\"a\":1,\"a\":2}|name 'a' twice in an object, at character 7",
        "1 2|at character 2: expected the end, got '2'",
        "01|at character 1: expected the end, got '1'",
        "-|at character 1: expected a digit, got the end",
        "1.|at character 2: expected a digit, got the end",
        "1e+|at character 3: expected a digit, got the end",
        "+1|at character 0: expected a value, got '+'",
        "NaN|at character 0: expected a value, got 'N'",
        "nul|at character 0: expected a value, got 'n'",
        "9223372036854775808|an integer over 64 bits, at character 0",
        "1e999|a number that is no double, at character 0",
        "\"abc|at character 4: expected '\"', got the end",
        "\"a\\x\"|at character 3: expected one of \"\\/bfnrtu, got 'x'",
        "\"\\u12g4\"|at character 5: expected four hexadecimal digits, got 'g'",
        "\"\\|at character 2: expected one of \"\\/bfnrtu, got the end",
        "// no|at character 0: expected a value, got '/'",
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String text, String problem) {
    assertThatThrownBy(() -> Json.read(text))
        .isInstanceOf(Broken.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"a\nb\"", "\"a\u0000b\"", "\"\\\u0000\"", "1\u0000"})
  void controlCharactersAreRefused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(Broken.class);
  }

  @Test
  void depthAndCountHaveLimits() {
    assertThat(Json.read("[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH))).isNotNull();
    assertThatThrownBy(() -> Json.read("[".repeat(10_000_000)))
        .hasMessage("JSON deeper than 64 levels, at character 64");
    assertThatThrownBy(() -> Json.read("[" + "1,".repeat(Json.MAX_VALUES) + "1]"))
        .hasMessageContaining("more than 1048576 values");
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] text = "\"é\"".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Json.read(text)).hasMessage("JSON that is not UTF-8");
  }

  @Test
  void whatJsonHasNotIsNotWritten() {
    List<Object> bad = new ArrayList<>(List.of(Double.NaN));
    assertThatThrownBy(() -> Json.write(bad)).isInstanceOf(IllegalArgumentException.class);
  }
}
