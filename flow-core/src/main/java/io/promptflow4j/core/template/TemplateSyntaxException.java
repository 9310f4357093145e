package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;

/// Something is wrong with a template.
public final class TemplateSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final String problem;

  public TemplateSyntaxException(Place place, String problem) {
    super(place + ": " + problem);
    this.place = place;
    this.problem = problem;
  }

  public Place place() {
    return place;
  }

  public String problem() {
    return problem;
  }
}
