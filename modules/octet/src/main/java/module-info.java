/** All of Octet, for a user who wants one dependency. */
module dev.octet {
  requires transitive dev.octet.core;
  requires transitive dev.octet.observers;
  requires transitive dev.octet.nn;
  requires transitive dev.octet.formats;
  requires transitive dev.octet.zoo;
}
