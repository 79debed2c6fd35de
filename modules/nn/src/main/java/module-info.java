/** Modules, graphs, the passes that quantize them, and the sessions that run them. */
module dev.octet.nn {
  requires transitive dev.octet.core;
  requires transitive dev.octet.observers;
}
