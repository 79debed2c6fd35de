package dev.octet.observe;

/**
 * An observer that can be joined with another that has seen other values, so that several threads
 * can observe. Observers whose proposals depend on the order of values are not mergeable.
 *
 * @param <O> the observer's own type
 */
public interface Mergeable<O extends Observer> {
  /**
   * The observer that has seen what both have seen. Either may have seen nothing.
   *
   * @param other an observer made the same way
   * @return an observer that neither of the two is affected by; neither of them changes
   * @throws IllegalArgumentException if the other was made another way
   */
  O merge(O other);
}
