package io.promptflow4j.core.run.journal;

import java.time.Duration;

/// Room for a number of rows to make calls at the same time.
///
/// A row needs a place from the claim of a model call until its answer is on disk, and while it
/// calls a tool; not while its prompt is rendered or its end is written.
public interface CallPlaces {

  /// Takes a place, if one is free within `patience`.
  boolean enter(Duration patience) throws InterruptedException;

  /// Gives it back.
  void leave();
}
