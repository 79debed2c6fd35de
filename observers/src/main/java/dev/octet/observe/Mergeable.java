package dev.octet.observe;

/**
 * An observer that can be joined with another that has seen other values, so that several threads
 * can observe.
 *
 * @param <O> the observer's own type
 */
public interface Mergeable<O extends Observer> {
  /**
   * The observer that has seen what both have seen.
   *
   * @param other an observer made the same way
   * @return a new observer; neither of the two changes
   * @throws IllegalArgumentException if the other was made another way
   */
  O merge(O other);
}
