package io.promptflow4j.core.model.provider.http;

/// Which addresses may be called.
public enum Reach {

  /// Public ones only: for addresses that came from data.
  PUBLIC_ONLY,

  /// Public ones, and private ones if the address itself says so: `localhost`, `10.0.0.5`, a name
  /// without a dot or one under `local`, `internal`, `lan`, `localhost` or `home.arpa`. For
  /// addresses that an operator wrote.
  AS_NAMED,

  /// Every address, those of the machine's own network and of cloud metadata included.
  ANYWHERE
}
