package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.ReferencePlaces;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may read what across the border between the nodes of a row and the nodes that wait for all
/// rows.
public final class AggregationRules {

  private final Set<NodeName> aggregations;
  private final Set<NodeName> ofRows;
  private final Diagnostics diagnostics;

  private AggregationRules(
      Set<NodeName> aggregations, Set<NodeName> ofRows, Diagnostics diagnostics) {
    this.aggregations = aggregations;
    this.ofRows = ofRows;
    this.diagnostics = diagnostics;
  }

  public static void check(List<NodeDraft> drafts, Diagnostics diagnostics) {
    var aggregations = new HashSet<NodeName>();
    var ofRows = new HashSet<NodeName>();
    drafts.forEach(draft -> (draft.aggregation() ? aggregations : ofRows).add(draft.name()));
    if (!aggregations.isEmpty()) {
      var rules = new AggregationRules(aggregations, ofRows, diagnostics);
      drafts.forEach(rules::check);
    }
  }

  private void check(NodeDraft draft) {
    if (draft.aggregation()) {
      draft
          .activation()
          .ifPresent(
              condition -> condition.when().forEachNode(read -> checkActivation(draft, read)));
      return;
    }
    for (NodeDraft.Input input : draft.reads()) {
      input.binding().ifPresent(binding -> check(draft, binding, input.written(), input.value()));
    }
    draft
        .activation()
        .ifPresent(
            condition -> check(draft, condition.when(), draft.when(), draft.activationPlace()));
  }

  private void check(NodeDraft draft, Binding binding, Optional<Written> written, Place otherwise) {
    var read = new LinkedHashSet<NodeName>();
    binding.forEachNode(read::add);
    read.retainAll(aggregations);
    if (!read.isEmpty()) {
      Optional<ReferencePlaces> places = written.map(ReferencePlaces::in);
      read.forEach(one -> report(draft, one, places.map(all -> all.of(one)).orElse(otherwise)));
    }
  }

  private void report(NodeDraft draft, NodeName read, Place place) {
    diagnostics.error(
        "aggregation-reference",
        place,
        "node '%s' runs for each row, so it can't read the aggregation node '%s', which runs after all rows; mark it with 'aggregation: true' too, or read another node."
            .formatted(Shown.name(draft.name().value()), Shown.name(read.value())));
  }

  private void checkActivation(NodeDraft draft, NodeName read) {
    if (ofRows.contains(read)) {
      diagnostics.error(
          "aggregation-reference",
          draft.activationPlace(read),
          "the aggregation node '%s' runs once for all rows, so its 'activate' can't ask node '%s', which has a value for each row; ask a flow input or another aggregation node."
              .formatted(Shown.name(draft.name().value()), Shown.name(read.value())));
    }
  }
}
