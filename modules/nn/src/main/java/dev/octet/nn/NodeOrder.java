package dev.octet.nn;

import dev.octet.nn.Graph.Input;
import dev.octet.nn.Graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts nodes into an order in which they can run, and refuses those that cannot. */
final class NodeOrder {
  private NodeOrder() {}

  /** Kahn's algorithm; keeps the given order where it can. */
  static List<Node> of(List<Input> inputs, List<Node> nodes) {
    Map<String, Integer> maker = makers(inputs, nodes);
    int[] waiting = new int[nodes.size()];
    List<List<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      readers.add(new ArrayList<>());
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (String value : nodes.get(i).inputs()) {
        Integer m = maker.get(value);
        if (m == null) {
          throw new IllegalArgumentException(
              nodes.get(i).title() + " reads '" + value + "', which nothing makes");
        }
        if (m >= 0) {
          waiting[i]++;
          readers.get(m).add(i);
        }
      }
    }
    Deque<Integer> ready = new ArrayDeque<>();
    List<Node> order = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
      while (!ready.isEmpty()) {
        int n = ready.poll();
        waiting[n] = -1;
        order.add(nodes.get(n));
        for (int r : readers.get(n)) {
          if (--waiting[r] == 0 && r <= i) {
            ready.add(r);
          }
        }
      }
    }
    if (order.size() < nodes.size()) {
      String stuck =
          Arrays.stream(indices(waiting))
              .limit(5)
              .mapToObj(i -> nodes.get(i).title())
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException("nodes wait for one another: " + stuck);
    }
    return List.copyOf(order);
  }

  private static int[] indices(int[] waiting) {
    return IntStream.range(0, waiting.length).filter(i -> waiting[i] > 0).toArray();
  }

  private static Map<String, Integer> makers(List<Input> inputs, List<Node> nodes) {
    Map<String, Integer> maker = new HashMap<>();
    for (Input i : inputs) {
      if (maker.put(i.name(), -1) != null) {
        throw new IllegalArgumentException("two inputs are named '" + i.name() + "'");
      }
    }
    for (int i = 0; i < nodes.size(); i++) {
      for (String value : nodes.get(i).outputs()) {
        if (maker.put(value, i) != null) {
          throw new IllegalArgumentException(
              nodes.get(i).title() + " makes the value '" + value + "', which is made already");
        }
      }
    }
    return maker;
  }
}
