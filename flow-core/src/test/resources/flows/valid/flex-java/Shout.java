public class Shout {
  /// Shouts.
  public String shout(String text) {
    return text.toUpperCase() + "!";
  }
}
