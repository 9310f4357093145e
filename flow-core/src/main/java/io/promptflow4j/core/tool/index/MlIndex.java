package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An index as `mlindex_content` describes it.
sealed interface MlIndex {

  /// One in a folder.
  record InFolder(String path) implements MlIndex {}

  /// One of Azure AI Search.
  ///
  /// @param embeddings the connection whose model makes vectors of questions
  record OfService(
      String connection,
      String index,
      Optional<String> textField,
      Optional<String> vectorField,
      Optional<String> embeddings,
      Optional<String> model)
      implements MlIndex {}

  /// One in a table of PostgreSQL.
  ///
  /// @param embeddings the connection whose model makes vectors of questions; else the index says
  ///   it
  record InTable(
      String connection, String table, Optional<String> embeddings, Optional<String> model)
      implements MlIndex {}

  /// How a table is written in one line: `postgresql:CONNECTION/TABLE`.
  String TABLE = "postgresql:";

  /// Reads what is written so.
  ///
  /// @throws IndexException if it names no connection and table
  static InTable table(String written) {
    String[] parts = written.substring(TABLE.length()).split("/", 2);
    if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
      throw new IndexException(
          "'%s' names no table; write 'postgresql:CONNECTION/TABLE'".formatted(written));
    }
    return new InTable(parts[0].strip(), parts[1].strip(), Optional.empty(), Optional.empty());
  }

  /// Reads a path, `postgresql:CONNECTION/TABLE`, or a description in YAML.
  ///
  /// @throws IndexException if it describes no index that can be reached
  static MlIndex read(String content) {
    if (content.indexOf('\n') < 0 && !content.contains(": ")) {
      return content.startsWith(TABLE) ? table(content) : new InFolder(content);
    }
    Value written =
        new FlowReader()
            .data("mlindex_content", content.getBytes(StandardCharsets.UTF_8), new Diagnostics())
            .map(Written::value)
            .orElse(Value.Null.NULL);
    Value.Mapping description =
        written instanceof Value.Mapping whole ? whole : Value.Mapping.EMPTY;
    Value.Mapping index =
        mapping(description, "index")
            .orElseThrow(() ->
                new IndexException("'mlindex_content' describes no index: it has no 'index'"));
    String kind = text(index, "kind").orElse("");
    if (kind.equals("acs") || kind.equals("azure_ai_search")) {
      return service(description, index);
    }
    if (kind.equals("pgvector") || kind.equals("postgresql")) {
      return table(description, index);
    }
    return text(index, "path")
        .map(InFolder::new)
        .orElseThrow(() ->
            new IndexException(
                "'mlindex_content' describes an index of kind '%s', which can't be reached from here; build one with 'pf index build' and give its folder"
                    .formatted(kind)));
  }

  private static MlIndex table(Value.Mapping description, Value.Mapping index) {
    Optional<Value.Mapping> embeddings = mapping(description, "embeddings");
    return new InTable(
        connection(index)
            .orElseThrow(() ->
                new IndexException("'mlindex_content' names no connection: 'index.connection.id'")),
        text(index, "table")
            .or(() -> text(index, "index"))
            .orElseThrow(() -> new IndexException("'mlindex_content' names no 'index.table'")),
        embeddings.flatMap(MlIndex::connection),
        embeddings.flatMap(one -> text(one, "deployment").or(() -> text(one, "model"))));
  }

  private static MlIndex service(Value.Mapping description, Value.Mapping index) {
    Value.Mapping fields = mapping(index, "field_mapping").orElse(Value.Mapping.EMPTY);
    Optional<Value.Mapping> embeddings = mapping(description, "embeddings");
    return new OfService(
        connection(index)
            .orElseThrow(() ->
                new IndexException("'mlindex_content' names no connection: 'index.connection.id'")),
        text(index, "index")
            .orElseThrow(() -> new IndexException("'mlindex_content' names no 'index.index'")),
        text(fields, "content"),
        text(fields, "embedding"),
        embeddings.flatMap(MlIndex::connection),
        embeddings.flatMap(one -> text(one, "deployment").or(() -> text(one, "model"))));
  }

  /// The last part of the connection's id, which in a workspace is a long path.
  private static Optional<String> connection(Value.Mapping described) {
    return mapping(described, "connection")
        .flatMap(one -> text(one, "id"))
        .or(() -> text(described, "connection"))
        .map(id -> id.substring(id.lastIndexOf('/') + 1));
  }

  private static Optional<Value.Mapping> mapping(Value.Mapping from, String key) {
    return from.get(key) instanceof Value.Mapping found ? Optional.of(found) : Optional.empty();
  }

  private static Optional<String> text(Value.Mapping from, String key) {
    return from.get(key) instanceof Value.Text(var text)
        ? Optional.of(text.strip()).filter(words -> !words.isEmpty())
        : Optional.empty();
  }
}
