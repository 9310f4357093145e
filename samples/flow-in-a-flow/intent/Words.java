/** Counts words. */
public final class Words {

  public static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
  }
}
