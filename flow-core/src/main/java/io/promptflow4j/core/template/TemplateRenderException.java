package io.promptflow4j.core.template;

import io.promptflow4j.core.source.Place;

/// Something is wrong with a template.
public final class TemplateRenderException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Place place;
  private final String problem;

  public TemplateRenderException(Place place, String problem) {
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
