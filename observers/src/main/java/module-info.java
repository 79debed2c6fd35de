/** What watches values: observers, fake quantization, and the configurations that name them. */
module dev.octet.observers {
  requires transitive dev.octet.core;

  exports dev.octet.observe;
}
