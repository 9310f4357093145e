import java.util.List;

public class Words {
  public static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
