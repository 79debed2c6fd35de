package dev.octet.kernels.x86.asm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All cases, group by group: one for each {@link Op} and width, and one for each method. */
final class EncodingCases {
  private static final int REPRESENTATIVE = 12;

  private EncodingCases() {}

  /** Groups by name; hundreds, each of up to some thousand cases, made when they are asked for. */
  static Map<String, Supplier<List<EncodingCase>>> groups() {
    Map<String, Supplier<List<EncodingCase>>> groups = new LinkedHashMap<>();
    GeneralCases.all().forEach((method, cases) -> groups.put(method, () -> cases));
    groups.put("jmp(Label)", JumpCases::always);
    groups.put("jump(Condition,Label)", JumpCases::conditional);
    for (Op op : Op.values()) {
      for (Vec.Width width : op.widths()) {
        if (op.evexW >= 0 || width != Vec.Width.ZMM) {
          groups.put(op + " " + width, () -> VectorCases.of(op, width));
        }
      }
    }
    return groups;
  }

  /** Some of each group. */
  static Stream<EncodingCase> representative() {
    return groups().values().stream().flatMap(group -> some(group.get()));
  }

  /** Some of a group, from its beginning to its end. */
  static Stream<EncodingCase> some(List<EncodingCase> group) {
    return IntStream.range(0, REPRESENTATIVE)
        .map(i -> i * (group.size() - 1) / (REPRESENTATIVE - 1))
        .distinct()
        .mapToObj(group::get);
  }
}
