package dev.octet.kernels.x86.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * {@link Assembler} beside what GNU as made of a few cases of every instruction, committed. What is
 * missing there is written anew by {@link WriteEncodingGoldenTest}.
 */
class EncodingGoldenTest {
  static final String FILE = "encodings.golden";

  private static final Set<String> NO_INSTRUCTIONS =
      Set.of("align(int)", "bind(Label)", "op", "store", "extract");

  @Test
  void bytesAreThoseOfGnuAs() {
    List<String> actual =
        EncodingCases.representative().map(c -> c.hex() + "\t" + c.text()).toList();
    assertThat(actual).isEqualTo(golden());
  }

  @Test
  void everyOpIsThereInItsForms() {
    Map<String, Supplier<List<EncodingCase>>> groups = EncodingCases.groups();
    for (Op op : Op.values()) {
      Set<String> firsts =
          groups.keySet().stream()
              .filter(name -> name.startsWith(op + " "))
              .flatMap(name -> EncodingCases.some(groups.get(name).get()))
              .map(c -> c.hex().startsWith("62") ? "EVEX" : "VEX")
              .collect(Collectors.toSet());
      assertThat(firsts.contains("VEX")).as(op + ", VEX").isEqualTo(op.vexW >= 0);
      assertThat(firsts.contains("EVEX")).as(op + ", EVEX").isEqualTo(op.evexW >= 0);
    }
  }

  @Test
  void everyInstructionOfTheAssemblerHasCases() {
    Set<String> instructions =
        Arrays.stream(Assembler.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getReturnType() == void.class)
            .filter(m -> !NO_INSTRUCTIONS.contains(m.getName()))
            .map(EncodingGoldenTest::signature)
            .filter(m -> !NO_INSTRUCTIONS.contains(m))
            .collect(Collectors.toSet());
    assertThat(instructions).hasSizeGreaterThan(40);
    assertThat(EncodingCases.groups()).containsKeys(instructions.toArray(String[]::new));
  }

  private static String signature(Method m) {
    return Arrays.stream(m.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", m.getName() + "(", ")"));
  }

  private static List<String> golden() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                EncodingGoldenTest.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      return in.lines().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
