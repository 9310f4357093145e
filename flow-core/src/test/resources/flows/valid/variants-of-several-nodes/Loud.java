public final class Loud {
  public static String loud(String text) {
    return text.toUpperCase();
  }
}
