package dev.octet.observe;

/** Joins observers as a caller does who does not know their types. */
final class Merging {
  private Merging() {}

  @SuppressWarnings("unchecked")
  static Observer merge(Observer a, Observer b) {
    return ((Mergeable<Observer>) a).merge(b);
  }
}
