import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Numbers what was found: as text for the prompt, and as citations for the reader.
class Sources {

  record Citation(int number, String file, int line) {}

  record Result(String text, List<Citation> citations) {}

  public static Result run(List<Map<String, Object>> found) {
    var text = new StringBuilder();
    var citations = new ArrayList<Citation>();
    for (Map<String, Object> piece : found) {
      Map<?, ?> metadata = (Map<?, ?>) piece.get("metadata");
      Map<?, ?> source = (Map<?, ?>) metadata.get("source");
      int number = citations.size() + 1;
      int line = ((Number) metadata.get("line")).intValue();
      citations.add(new Citation(number, String.valueOf(source.get("filename")), line));
      text.append("[%d] %s\n\n".formatted(number, piece.get("text")));
    }
    return new Result(text.toString().strip(), citations);
  }
}
