package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;
import java.util.List;
import java.util.stream.Collectors;

/// A text is not a template.
public final class TemplateSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// One mistake: where, and what with its remedy.
  public record Mistake(Place place, String problem) {
    public Mistake {
      problem = PlainLine.of(problem);
    }

    @Override
    public String toString() {
      return place + ": " + problem;
    }
  }

  private final transient List<Mistake> mistakes;

  public TemplateSyntaxException(Place place, String problem) {
    this(List.of(new Mistake(place, problem)));
  }

  /// @param mistakes at least one, in the order of the text
  public TemplateSyntaxException(List<Mistake> mistakes) {
    super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    this.mistakes = List.copyOf(mistakes);
  }

  /// Every mistake that was found, in the order of the text.
  public List<Mistake> mistakes() {
    return mistakes;
  }

  /// Where the first mistake is.
  public Place place() {
    return mistakes.getFirst().place();
  }

  /// What the first mistake is, and what to do.
  public String problem() {
    return mistakes.getFirst().problem();
  }
}
