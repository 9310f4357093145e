/// Hands a text on.
public final class Start {

  private Start() {}

  /// Returns the text.
  public static String start(String text) {
    return text;
  }
}
