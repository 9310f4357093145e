import java.util.regex.Pattern;

/// Takes the readable text out of an HTML page.
public final class PageText {

  private static final Pattern UNREAD =
      Pattern.compile("(?is)<(script|style|head)\\b.*?</\\1>|<!--.*?-->");
  private static final Pattern TAG = Pattern.compile("<[^>]+>");

  private PageText() {}

  /// Returns the page's text without markup, cut after `maxWords` words.
  public static String pageText(String html, int maxWords) {
    String text = TAG.matcher(UNREAD.matcher(html).replaceAll(" ")).replaceAll(" ");
    String[] words = text.strip().split("\\s+", maxWords + 1);
    int kept = Math.min(words.length, maxWords);
    return String.join(" ", java.util.Arrays.asList(words).subList(0, kept));
  }
}
