package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;
import org.jspecify.annotations.Nullable;

/// A template cannot be rendered with the given variables or within the given limits.
public final class TemplateRenderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final String problem;

  public TemplateRenderException(Place place, String problem) {
    this(place, problem, null);
  }

  public TemplateRenderException(Place place, String problem, @Nullable Throwable cause) {
    super(place + ": " + PlainLine.of(problem), cause);
    this.place = place;
    this.problem = PlainLine.of(problem);
  }

  /// Where in the template it happened.
  public Place place() {
    return place;
  }

  /// What happened, and what to do.
  public String problem() {
    return problem;
  }
}
