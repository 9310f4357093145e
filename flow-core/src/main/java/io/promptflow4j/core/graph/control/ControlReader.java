package io.promptflow4j.core.graph.control;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.NodeDefinition.ControlDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.ExpressionReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads `for_each`, `repeat`, `retry`, `timeout` and `on_error` of a node.
public final class ControlReader {

  private static final int CONCURRENCY = 16;
  private static final int MOST_CONCURRENCY = 1_000;
  private static final int MOST_ROUNDS = 100;
  private static final int MOST_TRIES = 20;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_PAUSE = 60;

  private final BindingReader bindings;
  private final ExpressionReader expressions;
  private final Amounts amounts;
  private final Diagnostics diagnostics;

  public ControlReader(BindingReader bindings, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.expressions = new ExpressionReader(bindings, diagnostics);
    this.amounts = new Amounts(diagnostics);
    this.diagnostics = diagnostics;
  }

  /// Where a node's inputs are read: what it can read about itself depends on how it is done.
  public static Site site(NodeName name, NodeDefinition body) {
    ControlDefinition control = body.control();
    if (control.forEach().isEmpty() && control.repeat().isEmpty()) {
      return Site.ofNode(name);
    }
    Set<LoopName> names = EnumSet.noneOf(LoopName.class);
    if (control.forEach().isPresent()) {
      names.add(LoopName.ITEM);
      names.add(LoopName.INDEX);
    }
    if (control.repeat().isPresent()) {
      names.add(LoopName.ROUND);
      names.add(LoopName.PREVIOUS);
    }
    return Site.ofNode(name).with(names);
  }

  /// What the node says of it; what is a mistake is left out, and among the findings.
  public Control control(NodeName name, NodeDefinition body) {
    ControlDefinition written = body.control();
    String node = "of node '%s'".formatted(Shown.name(name.value()));
    if (Switches.isSwitch(body)) {
      written.forEach().or(written::repeat).ifPresent(loop -> reportLoop(name, loop));
    }
    return new Control(
        written.forEach().flatMap(each -> forEach(each, name, node)),
        written.repeat().flatMap(repeat -> repeat(repeat, site(name, body), node)),
        written.retry().flatMap(retry -> retry(retry, node)),
        written
            .timeout()
            .flatMap(time -> amounts.seconds("'timeout' " + node, time, false, MOST_SECONDS)),
        written.onError().flatMap(instead -> onError(instead, site(name, body), node)));
  }

  private void reportLoop(NodeName name, Written loop) {
    diagnostics.error(
        "wrong-control",
        loop.place(),
        "node '%s' chooses between branches once; 'for_each' and 'repeat' belong to the nodes of its branches, or to a 'flow' node whose flow has the switch."
            .formatted(Shown.name(name.value())));
  }

  private Optional<Control.ForEach> forEach(Written written, NodeName name, String node) {
    boolean isLong =
        FlowPart.FOR_EACH.names().stream().anyMatch(key -> field(written, key).isPresent());
    Optional<Written> list = isLong ? entry(written, "in") : Optional.of(written);
    Optional<Integer> concurrency =
        isLong
            ? entry(written, "concurrency")
                .map(number -> amounts.whole("'concurrency' " + node, number, 1, MOST_CONCURRENCY))
                .orElse(Optional.of(CONCURRENCY))
            : Optional.of(CONCURRENCY);
    if (list.isEmpty()) {
      amounts.missing("'for_each' " + node, written.place(), "in", "for_each: ${NODE.output}");
      return Optional.empty();
    }
    Optional<Binding> items = bindings.read(list.get(), Site.ofNode(name));
    if (items.isPresent() && isNoList(items.get())) {
      amounts.wrong("'for_each' " + node, list.get(), "a list, or a reference to one");
      return Optional.empty();
    }
    return items.flatMap(found -> concurrency.map(number -> new Control.ForEach(found, number)));
  }

  private static boolean isNoList(Binding binding) {
    return switch (binding) {
      case Binding.Literal(var value) -> !(value instanceof Value.Sequence);
      case Binding.Joined _, Binding.Fields _, Binding.OfConnection _, Binding.Computed _ -> true;
      case Binding.FromInput _, Binding.FromNode _, Binding.FromLoop _, Binding.Items _ -> false;
    };
  }

  private Optional<Control.Repeat> repeat(Written written, Site site, String node) {
    String what = "'repeat' " + node;
    Optional<Written> until = entry(written, "until");
    Optional<Written> max = entry(written, "max");
    if (until.isEmpty()) {
      amounts.missing(
          what, written.place(), "until", "repeat: {until: \"${output} == 'yes'\", max: 5}");
    }
    if (max.isEmpty()) {
      amounts.missing(what, written.place(), "max", "max: 5");
    }
    Set<LoopName> names = EnumSet.of(LoopName.OUTPUT);
    names.addAll(site.loop());
    Optional<Binding> condition =
        until.flatMap(text -> expressions.read("until", text, site.with(names)));
    Optional<Integer> rounds =
        max.flatMap(number -> amounts.whole("'max' of 'repeat' " + node, number, 1, MOST_ROUNDS));
    Optional<String> onMax =
        entry(written, "on_max")
            .map(word ->
                amounts.word(
                    "'on_max' of 'repeat' " + node, word, FlowPart.REPEAT.key("on_max").choices()))
            .orElse(Optional.of("fail"));
    return condition.isPresent() && rounds.isPresent() && onMax.isPresent()
        ? Optional.of(new Control.Repeat(condition.get(), rounds.get(), onMax.get().equals("last")))
        : Optional.empty();
  }

  private Optional<Control.Retry> retry(Written written, String node) {
    boolean isLong = written instanceof Written.Fields;
    Optional<Written> max = isLong ? entry(written, "max") : Optional.of(written);
    if (max.isEmpty()) {
      amounts.missing("'retry' " + node, written.place(), "max", "retry: 3");
      return Optional.empty();
    }
    Optional<Duration> pause =
        entry(written, "wait")
            .map(time -> amounts.seconds("'wait' of 'retry' " + node, time, true, MOST_PAUSE))
            .orElse(Optional.of(Duration.ofSeconds(1)));
    return amounts
        .whole("'retry' " + node, max.get(), 1, MOST_TRIES)
        .flatMap(number -> pause.map(time -> new Control.Retry(number, time)));
  }

  private Optional<Binding> onError(Written written, Site site, String node) {
    Optional<Written> use = field(written, "use");
    if (use.isEmpty()) {
      amounts.missing("'on_error' " + node, written.place(), "use", "on_error: {use: VALUE}");
      return Optional.empty();
    }
    Set<LoopName> names = EnumSet.of(LoopName.ERROR);
    names.addAll(site.loop());
    names.remove(LoopName.ROUND);
    names.remove(LoopName.PREVIOUS);
    return bindings.read(use.get(), site.with(names));
  }

  private static Optional<Written> entry(Written written, String key) {
    return field(written, key).filter(content -> !(content.value() instanceof Value.Null));
  }

  private static Optional<Written> field(Written written, String key) {
    return written instanceof Written.Fields fields
        ? fields.fields().stream()
            .filter(field -> field.key().value().equals(key))
            .findFirst()
            .map(Written.Field::content)
        : Optional.empty();
  }
}
