package io.promptflow4j.core.model.registry;

/// The registry can't do what was asked. The message is for whoever asked.
public final class RegistryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code `no-such-entry`, `entry-in-use`, `alias-cycle`
  public RegistryException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
