package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.List;

/** A place in the code, known once it is bound; jumps may come before that. */
public final class Label {
  private int position = -1;
  private final List<Integer> waiting = new ArrayList<>();

  /** Makes a label that is not bound yet. */
  public Label() {}

  boolean isBound() {
    return position >= 0;
  }

  int position() {
    return position;
  }

  void bind(int at) {
    if (isBound()) {
      throw new IllegalStateException("label is bound to " + position + " already");
    }
    position = at;
  }

  /** Places of 32-bit distances, counted from their ends, that are still to be filled in. */
  List<Integer> waiting() {
    return waiting;
  }

  @Override
  public String toString() {
    return isBound() ? "label at " + position : "label not bound yet";
  }
}
