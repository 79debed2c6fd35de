package dev.octet.formats.torch;

import java.io.IOException;

/** Where a checkpoint's elements are. */
interface Storages {
  /**
   * Reads all elements of a storage into an array.
   *
   * @throws dev.octet.nn.io.Broken if it is not there, or has another size than the pickle says
   */
  Object read(StorageRef storage) throws IOException;
}
