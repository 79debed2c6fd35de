package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.numerics.ByteParams;
import java.util.function.IntToDoubleFunction;

/**
 * How one operator on bytes and its oracle compare over many cases, by the rule of {@link Steps}.
 */
final class Agreement {
  private final String operator;
  private final Steps steps = new Steps();

  Agreement(String operator) {
    this.operator = operator;
  }

  /**
   * Compares one case.
   *
   * @param what for messages: the seed
   * @param params what Octet's integers stand for; PyTorch's must stand for the same
   * @param octet Octet's integers
   * @param pytorch PyTorch's answer
   * @param exact the exact real value of an element
   */
  void add(
      String what,
      ByteParams params,
      byte[] octet,
      TorchBytes.Answer pytorch,
      IntToDoubleFunction exact) {
    String where = operator + ", " + what + ", " + params;
    assertThat(pytorch.params()).as(where).isEqualTo(params);
    steps.compare(params, octet, pytorch.values(), exact, where);
  }

  void check() {
    steps.check(operator);
  }
}
