public class Count {
  public static long count(String text) {
    return text.split(" ").length;
  }
}
