package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import java.util.Optional;

/// Finds the templates that a template includes.
@FunctionalInterface
public interface TemplateLoader {

  Optional<SourceText> load(String name);

  static TemplateLoader none() {
    return _ -> Optional.empty();
  }
}
