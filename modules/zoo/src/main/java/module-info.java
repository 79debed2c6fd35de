/** Networks built by hand. */
module dev.octet.zoo {
  requires transitive dev.octet.formats;

  exports dev.octet.zoo;
}
