package io.promptflow4j.core.template;

import io.promptflow4j.core.source.SourceText;
import java.util.Optional;

/// Finds the text of a template that another one includes, imports or extends.
///
/// Who knows the flow folder supplies it, and answers only with files inside that folder. It may be
/// asked by several threads at once.
@FunctionalInterface
public interface TemplateLoader {

  /// The template called `name`, or nothing if there is none or it may not be read.
  Optional<SourceText> load(String name);

  /// Knows no template at all.
  static TemplateLoader none() {
    return _ -> Optional.empty();
  }
}
