package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.TemplateSettings;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.SyntaxTree;
import io.promptflow4j.core.template.syntax.lexer.Lexer;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import java.util.List;

/// Reads the text of a template.
public final class TemplateParser {

  private final TemplateSettings settings;
  private final KnownNames known;

  /// @param known the names of filters and tests that exist
  public TemplateParser(TemplateSettings settings, KnownNames known) {
    this.settings = settings;
    this.known = known;
  }

  /// The tree of `source`; throws `TemplateSyntaxException` with every mistake that could be told.
  public SyntaxTree parse(SourceText source) {
    var mistakes = new Mistakes(source);
    List<Statement> statements = List.of();
    try {
      var tokens = new TokenStream(new Lexer(source.text(), settings).tokens(), mistakes);
      statements = new StatementParser(tokens, known).template();
    } catch (Mistake last) {
      mistakes.add(last);
    }
    mistakes.throwIfAny();
    return new SyntaxTree(source, statements);
  }
}
