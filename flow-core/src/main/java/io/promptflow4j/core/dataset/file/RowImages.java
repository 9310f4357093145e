package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads the image files that rows name (`{"data:image/png;path": "cat.png"}`). Such a path starts
/// from the folder of the data file and can't leave it.
final class RowImages {

  private final @Nullable Path folder;
  private @Nullable FlowFolder guarded;

  private RowImages(@Nullable Path folder) {
    this.folder = folder;
  }

  static RowImages none() {
    return new RowImages(null);
  }

  static RowImages besides(Path file) {
    return new RowImages(file.toAbsolutePath().getParent());
  }

  RowOrProblem loaded(Row row) {
    if (row.columns().entries().values().stream().noneMatch(RowImages::namesImage)) {
      return row;
    }
    try {
      var columns = new LinkedHashMap<String, Value>();
      row.columns().entries().forEach((name, value) -> columns.put(name, loaded(value)));
      return new Row(row.number(), row.place(), new Value.Mapping(columns));
    } catch (FileAccessException broken) {
      return new BrokenRow(
          row.number(),
          Diagnostic.error("row-image", row.place(), String.valueOf(broken.getMessage())));
    }
  }

  private static boolean namesImage(Value value) {
    return switch (value) {
      case Value.Mapping mapping ->
          path(mapping).isPresent()
              || mapping.entries().values().stream().anyMatch(RowImages::namesImage);
      case Value.Sequence(var items) -> items.stream().anyMatch(RowImages::namesImage);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          false;
    };
  }

  private static Optional<Images.Reference> path(Value.Mapping mapping) {
    return Images.reference(mapping).filter(reference -> reference.form() == Images.Form.PATH);
  }

  private Value loaded(Value value) {
    return switch (value) {
      case Value.Mapping mapping ->
          path(mapping).<Value>map(this::load).orElseGet(() -> each(mapping));
      case Value.Sequence(var items) -> Value.of(items.stream().map(this::loaded).toList());
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          value;
    };
  }

  private Value each(Value.Mapping mapping) {
    var entries = new LinkedHashMap<String, Value>();
    mapping.entries().forEach((key, item) -> entries.put(key, loaded(item)));
    return new Value.Mapping(entries);
  }

  private Value load(Images.Reference reference) {
    if (guarded == null) {
      guarded = FlowFolder.open(folder == null ? Path.of("") : folder);
    }
    return Images.fromBytes(guarded.readBytes(reference.target()), reference);
  }
}
