package io.promptflow4j.core.template;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.util.List;

/// The text that every rendering of a template begins with, whatever its variables hold.
///
/// @param pieces in their order, up to the first part that prints a value or decides
/// @param isAll whether nothing else is ever written
public record TemplateBeginning(List<Piece> pieces, boolean isAll) {

  public TemplateBeginning {
    pieces = List.copyOf(pieces);
  }

  /// A stretch of text as it stands in a file.
  public record Piece(SourceText source, int offset, String text) {}

  public String text() {
    return pieces.stream().map(Piece::text).collect(joining());
  }

  /// The place of the character at `offset` of the text.
  ///
  /// @throws IndexOutOfBoundsException if the text is shorter
  public Place placeAt(int offset) {
    int before = 0;
    for (Piece piece : pieces) {
      if (offset < before + piece.text().length()) {
        return piece.source().placeAt(piece.offset() + offset - before);
      }
      before += piece.text().length();
    }
    throw new IndexOutOfBoundsException(offset);
  }
}
