package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.ReferenceSyntax.Segment;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where, within what an author wrote for a value, each node is read.
public final class ReferencePlaces {

  private final Place start;
  private final Map<String, Place> first = new HashMap<>();

  private ReferencePlaces(Written written) {
    this.start = written.place();
    collect(written);
  }

  /// Looks at the whole value once.
  public static ReferencePlaces in(Written written) {
    return new ReferencePlaces(written);
  }

  /// Where a node is read first; where the value begins if it is not read.
  public Place of(NodeName node) {
    return first.getOrDefault(node.value(), start);
  }

  private void collect(Written written) {
    switch (written) {
      case Written.Scalar scalar -> collectFrom(scalar);
      case Written.Items(var items, _) -> items.forEach(this::collect);
      case Written.Fields(var fields, _) -> fields.forEach(field -> collect(field.content()));
    }
  }

  private void collectFrom(Written.Scalar scalar) {
    if (!(scalar.value() instanceof Value.Text(var text))) {
      return;
    }
    Optional<String> whole = ReferenceSyntax.whole(text);
    if (whole.isPresent()) {
      add(whole.get(), scalar.place());
      return;
    }
    for (Segment segment : ReferenceSyntax.segments(text)) {
      add(segment.content(), of(scalar, segment.opening()));
    }
  }

  private void add(String content, Place place) {
    if (ReferenceSyntax.parse(content) instanceof Reference.ToNode(var node, _, _)) {
      first.putIfAbsent(node, place);
    }
  }

  /// The place of one `${` of a text, counted from 0.
  static Place of(Written.Scalar scalar, int opening) {
    return opening < scalar.references().size() ? scalar.references().get(opening) : scalar.place();
  }
}
