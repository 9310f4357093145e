import java.util.List;

final class Splitting {

  static List<String> words(String text) {
    return text.strip().split("\\s+");
  }
}
