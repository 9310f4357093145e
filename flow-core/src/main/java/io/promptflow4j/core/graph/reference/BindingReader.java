package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Turns what an author wrote for a value into the place it comes from.
///
/// A text that is one `${…}` from end to end must name something. A `${…}` inside a longer text, a
/// list or a mapping is a reference only if it names something that exists; otherwise it stays
/// text, as in the original, where it always stays text.
public final class BindingReader {

  private final FlowNames scope;
  private final Diagnostics diagnostics;
  private final ReferenceResolver resolver;

  public BindingReader(FlowNames scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
    this.resolver = new ReferenceResolver(scope, diagnostics);
  }

  /// Where the value comes from; empty if that is a mistake, which is then among the findings.
  public Optional<Binding> read(Written written, Site site) {
    if (!mentionsReference(written)) {
      return Optional.of(new Binding.Literal(written.value()));
    }
    if (written instanceof Written.Scalar(Value.Text(var text), Place place, _)) {
      Optional<String> content = ReferenceSyntax.whole(text);
      if (content.isPresent()) {
        return resolver.resolve(content.get(), place, site);
      }
    }
    return Optional.of(nested(written, site));
  }

  private static boolean mentionsReference(Written written) {
    return switch (written) {
      case Written.Scalar(Value.Text(var text), _, _) -> text.contains(ReferenceSyntax.OPENING);
      case Written.Scalar _ -> false;
      case Written.Items(var items, _) -> items.stream().anyMatch(BindingReader::mentionsReference);
      case Written.Fields(var fields, _) ->
          fields.stream().anyMatch(field -> mentionsReference(field.content()));
    };
  }

  private Binding nested(Written written, Site site) {
    return switch (written) {
      case Written.Scalar scalar when scalar.value() instanceof Value.Text(var text) ->
          inText(scalar, text, site);
      case Written.Scalar(var value, _, _) -> new Binding.Literal(value);
      case Written.Items(var items, _) -> {
        List<Binding> parts = items.stream().map(item -> nested(item, site)).toList();
        yield parts.stream().allMatch(Binding.Literal.class::isInstance)
            ? new Binding.Literal(written.value())
            : new Binding.Items(parts);
      }
      case Written.Fields(var fields, _) -> {
        var parts = new LinkedHashMap<String, Binding>();
        fields.forEach(field -> parts.put(field.key().value(), nested(field.content(), site)));
        yield parts.values().stream().allMatch(Binding.Literal.class::isInstance)
            ? new Binding.Literal(written.value())
            : new Binding.Fields(parts);
      }
    };
  }

  private Binding inText(Written.Scalar scalar, String text, Site site) {
    var parts = new ArrayList<Binding>();
    int done = 0;
    for (var segment : ReferenceSyntax.segments(text)) {
      Optional<Binding> found = known(segment.content(), site);
      if (found.isPresent()) {
        addText(parts, text.substring(done, segment.start()));
        parts.add(found.get());
        done = segment.end();
      } else {
        Place place = ReferencePlaces.of(scalar, segment.opening());
        hintAt(segment.content(), place, site);
      }
    }
    if (parts.isEmpty()) {
      hintAtOpenBrace(scalar, text, site);
      return new Binding.Literal(Value.of(text));
    }
    addText(parts, text.substring(done));
    return parts.size() == 1 ? parts.getFirst() : new Binding.Joined(parts);
  }

  private static void addText(List<Binding> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Binding.Literal(Value.of(text)));
    }
  }

  /// What one reference means, without the braces; empty if that is a mistake.
  Optional<Binding> reference(String content, Place place, Site site) {
    return resolver.resolve(content, place, site);
  }

  private Optional<Binding> known(String content, Site site) {
    Optional<Binding> own = ReferenceResolver.loop(content, site);
    if (own.isPresent()) {
      return own;
    }
    return switch (ReferenceSyntax.parse(content)) {
      case Reference.ToNode(var node, var section, var path)
          when section.equals("output") && scope.hasNode(node) && !isSelf(node, site) ->
          Optional.of(new Binding.FromNode(new NodeName(node), PathSyntax.read(path).path()));
      case Reference.ToInput(var rest) -> resolver.input(rest);
      case Reference.ToNode _, Reference.Malformed _ -> Optional.empty();
    };
  }

  private static boolean isSelf(String node, Site site) {
    return site.node().filter(name -> name.value().equals(node)).isPresent();
  }

  private void hintAt(String content, Place place, Site site) {
    String remedy =
        switch (ReferenceSyntax.parse(content)) {
          case Reference.ToNode(var node, var section, _) when scope.hasNode(node) ->
              isSelf(node, site)
                  ? " A node can't read itself."
                  : " After a node's name only 'output' can follow, not '%s'."
                      .formatted(Shown.name(section));
          case Reference.ToNode(var node, _, _) -> scope.similarNode(node);
          case Reference.ToInput(var rest) -> scope.similarInput(rest);
          case Reference.Malformed _ -> "";
        };
    if (!remedy.isEmpty()) {
      diagnostics.hint(
          "looks-like-reference",
          place,
          "'${%s}' in %s names nothing and stays text.%s"
              .formatted(Shown.name(content), site.label(), remedy));
    }
  }

  private void hintAtOpenBrace(Written.Scalar scalar, String text, Site site) {
    int start = text.indexOf(ReferenceSyntax.OPENING);
    if (start < 0 || text.indexOf('}', start) >= 0) {
      return;
    }
    String content = text.substring(start + 2);
    String first = content.substring(0, ReferenceSyntax.endOfWord(content, 0));
    if (scope.hasNode(first) || first.equals("inputs") || first.equals("flow")) {
      diagnostics.hint(
          "looks-like-reference",
          ReferencePlaces.of(scalar, 0),
          "'%s' in %s has no closing '}' and stays text; write '${%s.…}'."
              .formatted(Shown.name(text), site.label(), Shown.name(first)));
    }
  }
}
