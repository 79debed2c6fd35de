package dev.octet.benchmarks.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What was asked for.
 *
 * @param groups groups to measure
 * @param names words of names; empty: all
 */
record Selection(Set<Group> groups, List<String> names) {

  /**
   * Arguments that name a group pick it; any other picks the rows that have it in their name, as a
   * word or a few: {@code dw}, {@code 3x3}, {@code 8x768x768}.
   */
  static Selection of(String... arguments) {
    Set<Group> groups = EnumSet.noneOf(Group.class);
    List<String> names = new ArrayList<>();
    for (String argument : arguments) {
      Group.of(argument).ifPresentOrElse(groups::add, () -> names.add(argument));
    }
    return new Selection(groups.isEmpty() ? EnumSet.allOf(Group.class) : groups, names);
  }

  boolean has(Group group) {
    return groups.contains(group);
  }

  boolean hasAny(Group... some) {
    return Arrays.stream(some).anyMatch(groups::contains);
  }

  boolean has(String name) {
    return names.isEmpty()
        || names.stream().anyMatch(part -> (" " + name + " ").contains(" " + part + " "));
  }
}
