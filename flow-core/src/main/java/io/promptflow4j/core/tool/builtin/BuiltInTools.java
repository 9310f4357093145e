package io.promptflow4j.core.tool.builtin;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.http.HttpTools;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tools by their ids.
public final class BuiltInTools {

  private static final URI SERP = URI.create("https://serpapi.com");

  private BuiltInTools() {}

  /// All of them.
  ///
  /// @param http whoever made it closes it
  public static Map<String, Tool> over(HttpTools http) {
    return over(http, SERP);
  }

  static Map<String, Tool> over(HttpTools http, URI serp) {
    var all = new LinkedHashMap<String, Tool>();
    for (Tool tool :
        new Tool[] {
          new EmbeddingTool("promptflow.tools.embedding.embedding"),
          new SerpTool("promptflow.tools.serpapi.SerpAPI.search", http, serp),
          new ContentSafetyTool("promptflow.tools.azure_content_safety.analyze_text", http),
          new ContentSafetyTool(
              "content_safety_text.tools.content_safety_text_tool.analyze_text", http)
        }) {
      all.put(tool.signature().name(), tool);
    }
    return all;
  }
}
