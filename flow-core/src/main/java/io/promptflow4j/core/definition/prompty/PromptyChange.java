package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// A front matter with some keys changed, as `Prompty.load(…, model={…})` does: mappings are
/// merged, everything else is replaced. A mapping that says `replace: true` replaces the whole
/// mapping.
final class PromptyChange {

  private static final String REPLACE = "replace";

  private PromptyChange() {}

  static Written.Fields of(Written.Fields written, Value.Mapping change) {
    if (change.entries().isEmpty()) {
      return written;
    }
    var left = new LinkedHashMap<>(change.entries());
    var fields = new ArrayList<Written.Field>();
    for (Written.Field field : written.fields()) {
      Value other = left.remove(field.key().value());
      fields.add(
          other == null ? field : new Written.Field(field.key(), changed(field.content(), other)));
    }
    left.forEach((key, value) ->
        fields.add(
            new Written.Field(
                new Located<>(key, written.place()), written(value, written.place()))));
    return new Written.Fields(fields, written.place());
  }

  private static Written changed(Written before, Value after) {
    boolean merges =
        before instanceof Written.Fields
            && after instanceof Value.Mapping mapping
            && mapping.get(REPLACE) != Value.Bool.TRUE;
    return merges
        ? of((Written.Fields) before, (Value.Mapping) after)
        : written(after, before.place());
  }

  /// Data that stands nowhere, at the place of what it replaces.
  static Written written(Value value, Place place) {
    return switch (value) {
      case Value.Mapping(var entries) -> {
        var fields = new ArrayList<Written.Field>();
        entries.forEach((key, entry) -> {
          if (!key.equals(REPLACE)) {
            fields.add(new Written.Field(new Located<>(key, place), written(entry, place)));
          }
        });
        yield new Written.Fields(fields, place);
      }
      case Value.Sequence(var items) ->
          new Written.Items(items.stream().map(item -> written(item, place)).toList(), place);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          new Written.Scalar(value, place);
    };
  }
}
