package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.template.TemplateBeginning;
import io.promptflow4j.core.template.TemplateBeginning.Piece;
import java.util.ArrayList;
import java.util.List;

/// Collects the text that a template writes before anything in it prints a value or decides.
public final class Beginnings {

  private final SyntaxTree tree;
  private final List<Piece> pieces = new ArrayList<>();

  private Beginnings(SyntaxTree tree) {
    this.tree = tree;
  }

  /// A template that extends another begins as that one does, which is not known here.
  public static TemplateBeginning of(SyntaxTree tree) {
    if (tree.statements().stream().anyMatch(Statement.Extends.class::isInstance)) {
      return new TemplateBeginning(List.of(), false);
    }
    var beginnings = new Beginnings(tree);
    boolean isAll = beginnings.collect(tree.statements());
    return new TemplateBeginning(beginnings.pieces, isAll);
  }

  /// Whether what follows the statements is still the beginning.
  private boolean collect(List<Statement> statements) {
    for (Statement statement : statements) {
      if (!collect(statement)) {
        return false;
      }
    }
    return true;
  }

  private boolean collect(Statement statement) {
    return switch (statement) {
      case Statement.Data(int offset, String text) ->
          pieces.add(new Piece(tree.source(), offset, text));
      case Statement.Set _,
          Statement.SetBlock _,
          Statement.Macro _,
          Statement.Import _,
          Statement.FromImport _ ->
          true;
      case Statement.Scoped scoped -> collect(scoped.body());
      case Statement.With with -> collect(with.body());
      case Statement.Block block -> collect(block.body());
      case Statement.Output _,
          Statement.If _,
          Statement.For _,
          Statement.CallBlock _,
          Statement.FilterBlock _,
          Statement.Extends _,
          Statement.Include _ ->
          false;
    };
  }
}
