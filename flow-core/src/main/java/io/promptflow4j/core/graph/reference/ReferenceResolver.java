package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.util.Optional;
import java.util.stream.Stream;

/// Says what a value that is one `${…}` from end to end means, or what is wrong with it.
final class ReferenceResolver {

  private final FlowNames scope;
  private final Diagnostics diagnostics;

  ReferenceResolver(FlowNames scope, Diagnostics diagnostics) {
    this.scope = scope;
    this.diagnostics = diagnostics;
  }

  Optional<Binding> resolve(String content, Place place, Site site) {
    Optional<Binding> own = loop(content, site);
    if (own.isPresent()) {
      hintIfHidden(content.strip(), place, site);
      return own;
    }
    return switch (ReferenceSyntax.parse(content)) {
      case Reference.ToInput(var rest) -> toInput(rest, place, site);
      case Reference.ToNode node -> toNode(node, place, site);
      case Reference.Malformed(var why) -> {
        diagnostics.error(
            "malformed-reference",
            place,
            "the reference '${%s}' of %s %s; write '${inputs.NAME}' or '${NODE.output}'."
                .formatted(Shown.name(content), site.label(), why));
        yield Optional.empty();
      }
    };
  }

  /// What the node reads about itself, if `content` is that.
  static Optional<Binding> loop(String content, Site site) {
    if (site.loop().isEmpty()) {
      return Optional.empty();
    }
    String bare = content.strip();
    int end = ReferenceSyntax.endOfWord(bare, 0);
    return loopName(bare.substring(0, end))
        .filter(site.loop()::contains)
        .map(name -> new Binding.FromLoop(name, PathSyntax.read(bare.substring(end)).path()));
  }

  private static Optional<LoopName> loopName(String word) {
    return Stream.of(LoopName.values()).filter(name -> name.word().equals(word)).findFirst();
  }

  private void hintIfHidden(String content, Place place, Site site) {
    String word = content.substring(0, ReferenceSyntax.endOfWord(content, 0));
    if (scope.hasNode(word)) {
      diagnostics.hint(
          "hidden-node",
          place,
          "'${%s}' means what %s has of its own here, not the node '%s'; rename that node to read it."
              .formatted(word, site.label(), word));
    }
  }

  /// The input that `rest` means: one of that very name, or one with a path into it.
  Optional<Binding> input(String rest) {
    if (scope.hasInput(rest)) {
      return Optional.of(new Binding.FromInput(rest, PathSyntax.read("").path()));
    }
    int end = ReferenceSyntax.endOfWord(rest, 0);
    String name = rest.substring(0, end);
    return scope.hasInput(name) && !scope.isScalar(name)
        ? Optional.of(new Binding.FromInput(name, PathSyntax.read(rest.substring(end)).path()))
        : Optional.empty();
  }

  private Optional<Binding> toInput(String rest, Place place, Site site) {
    Optional<Binding> found = input(rest);
    if (found.isEmpty()) {
      reportUnknownInput(rest, place, site);
    } else if (!scope.hasInput(rest)) {
      warnIfDoubtful(rest.substring(ReferenceSyntax.endOfWord(rest, 0)), place);
    }
    return found;
  }

  private void reportUnknownInput(String rest, Place place, Site site) {
    String name = rest.substring(0, ReferenceSyntax.endOfWord(rest, 0));
    if (scope.hasInput(name)) {
      diagnostics.error(
          "unknown-input-reference",
          place,
          "%s reads '%s' of the flow input '%s', but that is %s '%s' and has no parts; read"
                  .formatted(
                      site.label(),
                      Shown.name(rest.substring(name.length())),
                      Shown.name(name),
                      "of type",
                      scope.typeOf(name))
              + " '${inputs.%s}' or declare it as object or list.".formatted(Shown.name(name)));
      return;
    }
    String remedy = scope.similarInput(rest);
    if (remedy.isEmpty()) {
      remedy =
          scope.hasNoInputs()
              ? " The flow declares no inputs."
              : " Declare it under 'inputs', or read one that is declared.";
    }
    diagnostics.error(
        "unknown-input-reference",
        place,
        "%s reads the flow input '%s', but no input has that name.%s"
            .formatted(site.label(), Shown.name(rest), remedy));
  }

  private Optional<Binding> toNode(Reference.ToNode reference, Place place, Site site) {
    String node = reference.node();
    if (!scope.hasNode(node)) {
      reportUnknownNode(reference, place, site);
      return Optional.empty();
    }
    if (!reference.section().equals("output") && !site.acceptsAnySection()) {
      diagnostics.error(
          "unsupported-reference",
          place,
          "%s reads '%s' of node '%s', but a node has nothing but its output; write '${%s.output%s}'."
              .formatted(
                  site.label(),
                  Shown.name(reference.section()),
                  Shown.name(node),
                  Shown.name(node),
                  Shown.name(reference.path())));
      return Optional.empty();
    }
    if (site.node().filter(self -> self.value().equals(node)).isPresent()) {
      diagnostics.error(
          "self-reference",
          place,
          "%s reads its own output; read another node or a flow input.".formatted(site.label()));
      return Optional.empty();
    }
    warnIfDoubtful(reference.path(), place);
    return Optional.of(
        new Binding.FromNode(new NodeName(node), PathSyntax.read(reference.path()).path()));
  }

  private void reportUnknownNode(Reference.ToNode reference, Place place, Site site) {
    String remedy =
        Suggestion.didYouMean(
            reference.node(), site.loop().stream().map(LoopName::word).sorted().toList());
    remedy = remedy.isEmpty() ? scope.similarNode(reference.node()) : remedy;
    if (scope.hasInput(reference.node())) {
      remedy =
          " There is a flow input of that name: '${inputs.%s}'."
              .formatted(Shown.name(reference.node()));
    } else if (reference.node().equals("inputs") || reference.node().equals("input")) {
      remedy = " To read a flow input, write '${inputs.NAME}'.";
    } else if (loopName(reference.node()).isPresent()) {
      remedy = where(loopName(reference.node()).get());
    } else if (remedy.isEmpty()) {
      remedy = " Add the node, or read one that exists.";
    }
    diagnostics.error(
        "unknown-node",
        place,
        "%s reads the output of '%s', but no node has that name.%s"
            .formatted(site.label(), Shown.name(reference.node()), remedy));
  }

  private static String where(LoopName name) {
    return switch (name) {
      case ITEM, INDEX -> " '${%s}' exists only in a node with 'for_each'.".formatted(name.word());
      case ROUND, PREVIOUS ->
          " '${%s}' exists only in a node with 'repeat'.".formatted(name.word());
      case OUTPUT -> " '${output}' exists only in 'until'.";
      case ERROR -> " '${error}' exists only in 'on_error'.";
    };
  }

  private void warnIfDoubtful(String path, Place place) {
    if (PathSyntax.read(path).doubtful()) {
      diagnostics.warning(
          "malformed-reference",
          place,
          "the path '%s' has characters that no step takes; write a key as '.key' or ['my-key'] and"
                  .formatted(Shown.name(path))
              + " a position as [0].");
    }
  }
}
