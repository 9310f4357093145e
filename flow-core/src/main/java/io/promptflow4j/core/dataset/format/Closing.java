package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.DataException;

/// Closes what was only read, where a failure can lose nothing but should not be silent.
final class Closing {

  private Closing() {}

  static void close(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception failed) {
      throw DataException.failedDevice("a data file can't be closed", failed);
    }
  }
}
