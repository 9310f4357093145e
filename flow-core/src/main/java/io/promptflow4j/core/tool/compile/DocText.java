package io.promptflow4j.core.tool.compile;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.RawTextTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The plain text of a documentation comment, `/** */` or `///`.
final class DocText {

  private static final Set<String> BLOCKS = Set.of("p", "ul", "ol", "pre", "table", "dl", "br");
  private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
  private static final String BREAK = "\n\n";

  private DocText() {}

  /// The first paragraph, then `name: text` for each documented parameter.
  static String of(@Nullable DocCommentTree comment) {
    if (comment == null) {
      return "";
    }
    var lines = new ArrayList<String>();
    String paragraph = firstParagraph(text(comment.getFullBody()));
    if (!paragraph.isEmpty()) {
      lines.add(paragraph);
    }
    for (DocTree tag : comment.getBlockTags()) {
      if (tag instanceof ParamTree param && !param.isTypeParameter()) {
        lines.add("%s: %s".formatted(param.getName(), onOneLine(text(param.getDescription()))));
      }
    }
    return String.join("\n", lines);
  }

  private static String firstParagraph(String text) {
    return onOneLine(PARAGRAPH.split(text.strip(), 2)[0]);
  }

  private static String onOneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static String text(List<? extends DocTree> parts) {
    var text = new StringBuilder();
    parts.forEach(part -> text.append(text(part)));
    return text.toString();
  }

  private static String text(DocTree part) {
    return switch (part) {
      case TextTree plain -> plain.getBody();
      case RawTextTree markdown -> markdown.getContent();
      case LiteralTree literal -> literal.getBody().getBody();
      case LinkTree link when !link.getLabel().isEmpty() -> text(link.getLabel());
      case LinkTree link -> link.getReference().getSignature();
      case StartElementTree start when BLOCKS.contains(start.getName().toString()) -> BREAK;
      case EntityTree entity -> character(entity.getName().toString());
      default -> "";
    };
  }

  private static String character(String entity) {
    return switch (entity) {
      case "lt" -> "<";
      case "gt" -> ">";
      case "amp" -> "&";
      case "quot" -> "\"";
      default -> " ";
    };
  }
}
