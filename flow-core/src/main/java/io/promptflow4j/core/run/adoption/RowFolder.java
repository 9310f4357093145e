package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.RowError;
import io.promptflow4j.core.run.RowResult.Status;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows in a run folder: from `flow_artifacts`, with times, tokens and errors, or else from
/// `inputs.jsonl` and the outputs.
record RowFolder(Path folder) {

  private static final String LINE = "line_number";

  /// All rows, with their details.
  ///
  /// @throws DataException here or while it is read, if a file is damaged
  Stream<RowResult> rows() {
    return rows(Optional.of(NodeRecords.in(folder)));
  }

  /// All rows without their details.
  ///
  /// @throws DataException as [#rows]
  Stream<RowResult> plainRows() {
    return rows(Optional.empty());
  }

  private Stream<RowResult> rows(Optional<NodeRecords> nodes) {
    Path records = folder.resolve("flow_artifacts");
    if (!Files.isDirectory(records)) {
      return legacyRows(nodes);
    }
    var pictures = new PictureFiles(records);
    return files(records).flatMap(RowFolder::objects).map(line -> row(line, pictures, nodes));
  }

  private static Stream<Path> files(Path records) {
    try (Stream<Path> files = Files.list(records)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList().stream();
    } catch (IOException broken) {
      throw unreadable(records, broken);
    }
  }

  static DataException unreadable(Path file, IOException broken) {
    return DataException.failedDevice("'%s' can't be read".formatted(file), broken);
  }

  /// Prompt flow puts 25 records into a file at most.
  static Stream<Value.Mapping> objects(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank())
          .map(line -> Metadata.mapping(line, file));
    } catch (IOException broken) {
      throw unreadable(file, broken);
    }
  }

  private static RowResult row(
      Value.Mapping line, PictureFiles pictures, Optional<NodeRecords> nodes) {
    Value.Mapping info = mapping(line, "run_info");
    long number = number(line, LINE);
    Value.Mapping usage = mapping(info, "system_metrics");
    Instant start = time(info.get("start_time"));
    boolean completed = text(info, "status").equals(Status.COMPLETED.label());
    return new RowResult(
        new RowKey(number, 0),
        completed ? Status.COMPLETED : Status.FAILED,
        pictures.into(without(mapping(info, "inputs"))),
        Value.Mapping.EMPTY,
        completed ? pictures.into(mapping(info, "output")) : Value.Mapping.EMPTY,
        completed ? Optional.empty() : Optional.of(error(mapping(info, "error"))),
        new TokenUsage(
            number(usage, "prompt_tokens"),
            number(usage, "completion_tokens"),
            number(usage, "total_tokens"),
            0,
            0),
        start,
        info.get("end_time") instanceof Value.Text end ? time(end) : start,
        Value.Mapping.EMPTY,
        nodes
            .map(known -> RecordedDetail.ofRow(pictures.into(shown(info)), known.ofRow(number)))
            .orElse(Value.Mapping.EMPTY));
  }

  /// The record of a row without the number of its line among the inputs.
  private static Value.Mapping shown(Value.Mapping info) {
    var shown = new LinkedHashMap<>(info.entries());
    shown.put("inputs", without(mapping(info, "inputs")));
    return new Value.Mapping(shown);
  }

  private static RowError error(Value.Mapping error) {
    String message = text(error, "message");
    return error("row-failed", message.isEmpty() ? "the run folder doesn't say why" : message);
  }

  private static RowError error(String code, String message) {
    return new RowError(code, message, Optional.empty(), Optional.empty(), 0);
  }

  private Stream<RowResult> legacyRows(Optional<NodeRecords> nodes) {
    Map<Long, Value.Mapping> outputs = byLine(outputs());
    return byLine(folder.resolve("inputs.jsonl")).entrySet().stream()
        .map(row -> legacy(row.getKey(), row.getValue(), outputs.get(row.getKey()), nodes));
  }

  private static RowResult legacy(
      long line,
      Value.Mapping inputs,
      Value.@Nullable Mapping outputs,
      Optional<NodeRecords> nodes) {
    return new RowResult(
        new RowKey(line, 0),
        outputs == null ? Status.FAILED : Status.COMPLETED,
        inputs,
        Value.Mapping.EMPTY,
        outputs == null ? Value.Mapping.EMPTY : outputs,
        outputs == null ? Optional.of(error(Value.Mapping.EMPTY)) : Optional.empty(),
        TokenUsage.NONE,
        Instant.EPOCH,
        Instant.EPOCH,
        Value.Mapping.EMPTY,
        nodes
            .map(known -> RecordedDetail.ofRow(Value.Mapping.EMPTY, known.ofRow(line)))
            .orElse(Value.Mapping.EMPTY));
  }

  /// The file of the rows that completed, or in older folders that of all.
  private Path outputs() {
    Path completed = folder.resolve("flow_outputs/output.jsonl");
    return Files.isRegularFile(completed) ? completed : folder.resolve("outputs.jsonl");
  }

  private static Map<Long, Value.Mapping> byLine(Path file) {
    var found = new HashMap<Long, Value.Mapping>();
    if (Files.isRegularFile(file)) {
      objects(file).forEach(line -> found.put(number(line, LINE), without(line)));
    }
    return found;
  }

  private static Value.Mapping without(Value.Mapping columns) {
    var rest = new LinkedHashMap<>(columns.entries());
    rest.remove(LINE);
    return new Value.Mapping(rest);
  }

  static Value.Mapping mapping(Value.Mapping within, String key) {
    return within.get(key) instanceof Value.Mapping found ? found : Value.Mapping.EMPTY;
  }

  static String text(Value.Mapping within, String key) {
    return within.get(key) instanceof Value.Text(String found) ? found : "";
  }

  private static long number(Value.Mapping within, String key) {
    return within.get(key) instanceof Value.Whole found ? found.number().longValue() : 0;
  }

  /// A time with or without its zone, which is UTC then; the beginning of 1970 if it is none.
  static Instant time(@Nullable Value written) {
    String text = written instanceof Value.Text(String found) ? found.replace(' ', 'T') : "";
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException _) {
      return withoutZone(text);
    }
  }

  private static Instant withoutZone(String text) {
    try {
      return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }
}
