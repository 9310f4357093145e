import java.util.List;

public class Longest {
  public static String longest(List<String> words) {
    return words.stream().reduce("", (one, other) -> one.length() < other.length() ? other : one);
  }
}
