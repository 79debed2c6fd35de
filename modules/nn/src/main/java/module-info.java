/** Modules, graphs, the passes that quantize them, and the sessions that run them. */
@SuppressWarnings("module") // formats, which io is exported to, is built after this one
module dev.octet.nn {
  requires transitive dev.octet.core;
  requires transitive dev.octet.observers;
  requires org.slf4j;

  exports dev.octet.nn;
  exports dev.octet.nn.io to
      dev.octet.formats;
  exports dev.octet.nn.modules;
  exports dev.octet.nn.pass;
  exports dev.octet.nn.quantized;
  exports dev.octet.quantization;
  exports dev.octet.quantization.numeric;
}
