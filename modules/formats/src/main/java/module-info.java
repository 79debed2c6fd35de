/** Readers and writers of model files. */
module dev.octet.formats {
  requires transitive dev.octet.nn;

  exports dev.octet.formats;
}
