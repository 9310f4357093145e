package io.promptflow4j.core.run.adoption;

import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// What a run folder says of nodes: a file for each node and row under `node_artifacts`.
///
/// @param folders of the nodes
record NodeRecords(List<Path> folders) {

  /// Those of the run folder `run`; none if it has none.
  static NodeRecords in(Path run) {
    Path records = run.resolve("node_artifacts");
    if (!Files.isDirectory(records)) {
      return new NodeRecords(List.of());
    }
    try (Stream<Path> found = Files.list(records)) {
      return new NodeRecords(found.filter(Files::isDirectory).sorted().toList());
    } catch (IOException broken) {
      throw RowFolder.unreadable(records, broken);
    }
  }

  /// The records of a row by the names of their nodes, in the order in which they began.
  SequencedMap<String, Value.Mapping> ofRow(long line) {
    return records(String.format(Locale.ROOT, "%09d.jsonl", line), false);
  }

  /// The records of nodes that saw all rows.
  SequencedMap<String, Value.Mapping> ofAggregation() {
    return records("000000000.jsonl", true);
  }

  private SequencedMap<String, Value.Mapping> records(String file, boolean aggregated) {
    var found = new ArrayList<Value.Mapping>();
    for (Path node : folders) {
      Path record = node.resolve(file);
      if (Files.isRegularFile(record)) {
        RowFolder.objects(record)
            .map(line -> RowFolder.mapping(line, "run_info"))
            .filter(info -> info.get("index") instanceof Value.Whole != aggregated)
            .map(info -> new PictureFiles(node).into(info))
            .forEach(found::add);
      }
    }
    found.sort((one, other) -> start(one).compareTo(start(other)));
    var byName = new LinkedHashMap<String, Value.Mapping>();
    found.forEach(info -> byName.put(RowFolder.text(info, "node"), info));
    return byName;
  }

  private static String start(Value.Mapping info) {
    return RowFolder.text(info, "start_time");
  }
}
