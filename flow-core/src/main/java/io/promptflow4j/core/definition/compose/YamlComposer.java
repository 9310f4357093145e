package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;

/// Builds a tree of [Written] data from one YAML text, with anchors and merges resolved.
///
/// A text that breaks off gives the tree up to there; reading goes on at the next top-level key, so
/// that one slip of the pen doesn't hide the next mistake. One use, one thread.
public final class YamlComposer {

  /// How deep collections may nest.
  public static final int MAX_DEPTH = 64;

  private static final int MAX_PARTS = 20;

  private final CodePoints text;
  private final Findings findings;
  private final YamlAnchors anchors;
  private final YamlScalars scalars;
  private Parser parser;
  private int depth;
  private int resumeAt;
  private boolean stopped;
  private boolean broken;

  /// @param text the text of the file, free of characters that YAML forbids
  public YamlComposer(CodePoints text, Findings findings) {
    this.text = text;
    this.findings = findings;
    this.anchors = new YamlAnchors(findings);
    this.scalars = new YamlScalars(text, findings);
    this.parser = parserAt(0);
  }

  private Parser parserAt(int index) {
    text.moveTo(index);
    var options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    options.setNestingDepthLimit(Integer.MAX_VALUE);
    return new ParserImpl(text, options);
  }

  /// Whether a part of the text could not be read.
  public boolean isBroken() {
    return broken;
  }

  /// The root of the document; empty if there is none.
  public Optional<Written> compose() {
    Written root = document();
    for (int part = 1; stopped && broken && part < MAX_PARTS; part++) {
      int next = text.nextTopLevelKey(resumeAt);
      if (next < 0 || anchors.isExhausted() || !(root == null || isBlockMapping(root))) {
        break;
      }
      stopped = false;
      depth = 0;
      parser = parserAt(next);
      root = joined(root, document());
    }
    return Optional.ofNullable(root);
  }

  private static boolean isBlockMapping(Written root) {
    return root instanceof Written.Fields && root.place().column() == 1;
  }

  private @Nullable Written joined(@Nullable Written first, @Nullable Written second) {
    if (first instanceof Written.Fields before && second instanceof Written.Fields after) {
      var fields = new YamlFields(findings);
      before.fields().forEach(fields::add);
      after.fields().forEach(fields::add);
      return new Written.Fields(fields.all(), before.place());
    }
    return first == null ? second : first;
  }

  private @Nullable Written document() {
    next();
    Event start = next();
    if (!(start instanceof DocumentStartEvent)) {
      return null;
    }
    Written root = node();
    next();
    Event end = next();
    if (end instanceof DocumentStartEvent) {
      report(YamlProblem.secondDocument(end.getStartMark().getIndex()));
    }
    return root;
  }

  /// The next event, or null once reading has stopped.
  private @Nullable Event next() {
    if (stopped) {
      return null;
    }
    try {
      return parser.getEvent();
    } catch (MarkedYAMLException problem) {
      stop(YamlProblem.of(problem, text));
    } catch (YAMLException | IllegalArgumentException | IndexOutOfBoundsException _) {
      // the last two escape from the scanner for numbers it can't hold, such as "\\UFFFFFFFF"
      stop(new YamlProblem(text.getIndex(), "the text can't be read here as YAML."));
    }
    return null;
  }

  private void stop(YamlProblem problem) {
    if (!stopped) {
      report(problem);
    }
    resumeAt = problem.resumeAt();
    stopped = true;
    broken = true;
  }

  private void report(YamlProblem problem) {
    findings.error(problem.code(), text.placeAt(problem.index()), problem.message());
  }

  /// The next node, or null if the text ends or breaks off before it.
  private @Nullable Written node() {
    Event event = next();
    return event == null ? null : node(event);
  }

  private @Nullable Written node(Event event) {
    if (event instanceof AliasEvent alias) {
      return alias(alias);
    }
    if (!(event instanceof NodeEvent start)) {
      return null;
    }
    if (depth >= MAX_DEPTH) {
      tooDeep(text.placeOf(event.getStartMark()));
      return null;
    }
    var mark = anchors.open(start.getAnchor(), depth);
    Written node =
        switch (event) {
          case ScalarEvent scalar -> scalars.read(scalar);
          case SequenceStartEvent list -> items(list);
          case MappingStartEvent mapping -> fields(mapping);
          default -> null;
        };
    if (node != null) {
      anchors.close(mark, node);
    }
    return node;
  }

  private @Nullable Written alias(AliasEvent alias) {
    Place place = text.placeOf(alias.getStartMark());
    var target = anchors.find(alias.getAnchor(), place, depth, broken);
    if (target.isPresent() && depth + target.get().height() > MAX_DEPTH) {
      tooDeep(place);
      return null;
    }
    if (anchors.isExhausted()) {
      stopped = true;
      broken = true;
      return null;
    }
    return target
        .map(YamlAnchors.Anchored::node)
        .orElseGet(() -> new Written.Scalar(Value.Null.NULL, place));
  }

  private void tooDeep(Place place) {
    findings.error(
        "too-deep",
        place,
        "lists and mappings nest more than %d levels deep here; flatten the data or move it into"
                .formatted(MAX_DEPTH)
            + " a file of its own.");
    stopped = true;
    broken = true;
    anchors.exhaust();
  }

  private Written items(SequenceStartEvent start) {
    scalars.checkTag(start.getTag(), start.getStartMark());
    var items = new ArrayList<Written>();
    depth++;
    for (Written item = node(); item != null; item = node()) {
      items.add(item);
    }
    depth--;
    return new Written.Items(items, text.placeOf(start.getStartMark()));
  }

  private Written fields(MappingStartEvent start) {
    scalars.checkTag(start.getTag(), start.getStartMark());
    var fields = new YamlFields(findings);
    depth++;
    for (Event event = next(); event instanceof NodeEvent key; event = next()) {
      boolean merge = YamlScalars.isMerge(event);
      Optional<Located<String>> name = merge ? Optional.empty() : key(key);
      Written content = node();
      if (content == null) {
        break;
      }
      if (merge) {
        fields.merge(text.placeOf(event.getStartMark()), content);
      }
      name.ifPresent(located -> fields.add(new Written.Field(located, content)));
    }
    depth--;
    return new Written.Fields(fields.all(), text.placeOf(start.getStartMark()));
  }

  /// The key that `event` begins; empty, and reported, if it is not a single text.
  private Optional<Located<String>> key(NodeEvent event) {
    Place place = text.placeOf(event.getStartMark());
    Written key = node(event);
    if (key instanceof Written.Scalar(Value value, _, _)) {
      return Optional.of(new Located<>(YamlScalars.keyText(value), place));
    }
    if (key != null && !stopped) {
      broken = true;
      report(YamlProblem.complexKey(text, event.getStartMark().getIndex()));
    }
    return Optional.empty();
  }
}
