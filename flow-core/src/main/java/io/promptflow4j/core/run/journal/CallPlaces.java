package io.promptflow4j.core.run.journal;

import java.time.Duration;

/// Room for a number of rows to make calls at the same time.
///
/// A row needs a place while it calls a model or a tool, not while its prompt is rendered or its
/// results are written: so the services have as much to do as they may.
public interface CallPlaces {

  /// Takes a place, if one is free within `patience`.
  boolean enter(Duration patience) throws InterruptedException;

  /// Gives it back.
  void leave();
}
