package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.Condition;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Turns an expression into a condition: Jinja2, with `${…}` in the places of values.
///
/// Each reference becomes a variable of the expression, padded to the reference's length, so that
/// the engine sees an expression of its own.
public final class ExpressionReader {

  private final BindingReader bindings;
  private final Diagnostics diagnostics;

  public ExpressionReader(BindingReader bindings, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.diagnostics = diagnostics;
  }

  /// The condition; empty if it is a mistake, which is then among the findings.
  ///
  /// @param key the key it stands under
  public Optional<Binding> read(String key, Written written, Site site) {
    if (!(written instanceof Written.Scalar scalar) || scalar.value() instanceof Value.Null) {
      return wrong(
          key,
          site,
          written.place(),
          "it is no text; write \"%s: ${NODE.output} == 'yes'\"".formatted(key));
    }
    String text = PythonText.str(scalar.value());
    var variables = new LinkedHashMap<String, Binding>();
    var source = new StringBuilder();
    boolean sound = true;
    int done = 0;
    for (ReferenceSyntax.Segment segment : ReferenceSyntax.segments(text)) {
      Place place = ReferencePlaces.of(scalar, segment.opening());
      String name = "r" + variables.size();
      source.append(text, done, segment.start()).append(name);
      source.repeat(' ', Math.max(0, segment.end() - segment.start() - name.length()));
      done = segment.end();
      if (isQuoted(text, segment.start())) {
        wrong(key, site, place, "a reference stands in quotes; write it without them");
        sound = false;
      }
      Optional<Binding> found = bindings.reference(segment.content(), place, site);
      sound &= found.isPresent();
      variables.put(name, found.orElse(new Binding.Literal(Value.Null.NULL)));
    }
    source.append(text.substring(done));
    return sound
        ? compiled(key, scalar, text, source.toString(), variables, site)
        : Optional.empty();
  }

  private static boolean isQuoted(String text, int at) {
    char open = 0;
    for (int i = 0; i < at; i++) {
      char c = text.charAt(i);
      if (c == '\\' && open != 0) {
        i++;
      } else if (open == 0 && (c == '\'' || c == '"')) {
        open = c;
      } else if (open == c) {
        open = 0;
      } else if (open == 0 && text.startsWith("${", i)) {
        int end = text.indexOf('}', i);
        i = end < 0 ? i : Math.min(end, at);
      }
    }
    return open != 0;
  }

  private Optional<Binding> compiled(
      String key,
      Written.Scalar written,
      String text,
      String source,
      SequencedMap<String, Binding> variables,
      Site site) {
    try {
      Condition condition = Condition.compile(new SourceText(written.place().file(), source));
      for (TemplateVariable variable : condition.variables()) {
        if (!variables.containsKey(variable.name())) {
          return wrong(
              key,
              site,
              written.place(),
              "'%s' is no reference; write references as '${…}', or quotes around it if it is a text"
                  .formatted(Shown.name(variable.name())));
        }
      }
      return Optional.of(new Binding.Computed(text, condition, variables, true));
    } catch (TemplateSyntaxException mistake) {
      return wrong(key, site, written.place(), mistake.problem().replaceAll("[.\\s]+$", ""));
    }
  }

  private Optional<Binding> wrong(String key, Site site, Place place, String problem) {
    diagnostics.error(
        "bad-expression",
        place,
        "the expression under '%s' of %s can't be read: %s.".formatted(key, site.label(), problem));
    return Optional.empty();
  }
}
