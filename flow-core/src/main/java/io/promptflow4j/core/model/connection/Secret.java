package io.promptflow4j.core.model.connection;

/// A key, token or password. It has no text of its own, so it can't slip into a log, a trace or an
/// error; whoever really sends it calls [#reveal].
public final class Secret {

  private final String plain;

  public Secret(String plain) {
    this.plain = plain;
  }

  /// The secret itself, for the one place that hands it to the service.
  public String reveal() {
    return plain;
  }

  public boolean isBlank() {
    return plain.isBlank();
  }

  @Override
  public String toString() {
    return "******";
  }
}
