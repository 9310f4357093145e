package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.index.FolderIndex.Found;
import io.promptflow4j.core.tool.java.JavaTool;
import io.promptflow4j.core.tool.java.ToolArguments;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Prompt flow's look-up tools over indexes in the flow folder. Thread-safe; an index is read once.
public final class IndexTools {

  private static final String COMMON = "promptflow_vectordb.tool.common_index_lookup.search";
  private static final List<String> BY_VECTOR =
      List.of(
          "promptflow_vectordb.tool.faiss_index_lookup.FaissIndexLookup.search",
          "embeddingstore.tool.faiss_index_lookup.search");
  private static final List<String> BY_EITHER =
      List.of(
          "promptflow_vectordb.tool.vector_index_lookup.VectorIndexLookup.search",
          "embeddingstore.tool.vector_index_lookup.search");
  private static final List<String> SERVICES =
      List.of(
          "promptflow_vectordb.tool.vector_db_lookup.VectorDBLookup.search",
          "embeddingstore.tool.vector_db_lookup.search");
  private static final int USUAL = 3;
  private static final int MOST = 1_000;

  private final FlowFolder folder;
  private final Models models;
  private final Map<Path, FolderIndex> read = new ConcurrentHashMap<>();

  private IndexTools(FlowFolder folder, Models models) {
    this.folder = folder;
    this.models = models;
  }

  /// The tools by their ids.
  ///
  /// @param models the connections of services, and the models that make vectors of questions
  public static Map<String, Tool> in(FlowFolder folder, Models models) {
    var tools = new IndexTools(folder, models);
    var all = new LinkedHashMap<String, Tool>();
    all.put(COMMON, JavaTool.of(COMMON, tools::common));
    BY_VECTOR.forEach(id -> all.put(id, JavaTool.of(id, (in, _) -> tools.byVector(in))));
    BY_EITHER.forEach(id -> all.put(id, JavaTool.of(id, tools::byEither)));
    SERVICES.forEach(id -> all.put(id, JavaTool.of(id, "", parameters(), (in, _) -> service(in))));
    return all;
  }

  private static List<ToolParameter> parameters() {
    return List.of(
        JavaTool.connection("connection"),
        JavaTool.required("vector", ValueType.LIST),
        JavaTool.optional("index_name", ValueType.STRING),
        JavaTool.optional("collection_name", ValueType.STRING),
        JavaTool.optional("class_name", ValueType.STRING),
        JavaTool.optional("text_field", ValueType.STRING),
        JavaTool.optional("vector_field", ValueType.STRING),
        JavaTool.optional("search_params", ValueType.OBJECT),
        JavaTool.optional("search_filters", ValueType.OBJECT),
        JavaTool.optional("top_k", ValueType.INT));
  }

  private static Value service(ToolArguments in) throws InterruptedException {
    Connection connection = in.connection("connection");
    if (PgServer.isOne(connection)) {
      String table =
          text(in, "collection_name")
              .or(() -> text(in, "index_name"))
              .orElseThrow(() -> new IndexException("'collection_name' is not given: the table"));
      return entities(
          new PgVector(new PgServer(connection), table).nearest(given(in, "vector"), top(in)));
    }
    if (connection.type() != ConnectionType.COGNITIVE_SEARCH) {
      throw new IndexException(
          "connection '%s' has type '%s'; vectors are looked up at services of type 'cognitive_search', or in PostgreSQL by a custom connection with 'url: postgresql://…'"
              .formatted(connection.name(), connection.type().yamlName()));
    }
    String index =
        text(in, "index_name").orElseThrow(() -> new IndexException("'index_name' is not given"));
    String field =
        text(in, "vector_field")
            .orElseThrow(() -> new IndexException("'vector_field' is not given"));
    var more = new ArrayList<Value.Mapping>();
    for (String name : List.of("search_params", "search_filters")) {
      if (in.optionalValue(name).orElse(Value.Null.NULL) instanceof Value.Mapping given) {
        more.add(given);
      }
    }
    var search = new AzureSearch(connection, index, text(in, "text_field"), field);
    return Value.of(
        search.search(
            new AzureSearch.Question(
                Optional.empty(), Optional.of(given(in, "vector")), top(in), more)));
  }

  private Value common(ToolArguments in, ToolContext context) throws InterruptedException {
    MlIndex index = described(in);
    String kind = text(in, "query_type").orElse("hybrid").toLowerCase(Locale.ROOT);
    Value queries =
        in.optionalValue("queries")
            .orElseThrow(
                () -> new IndexException("'queries' is not given: a text or a list of texts"));
    if (queries instanceof Value.Sequence(var several)) {
      var answers = new ArrayList<Value>();
      for (Value query : several) {
        answers.add(documents(index, query, kind, top(in), context));
      }
      return Value.of(answers);
    }
    return documents(index, queries, kind, top(in), context);
  }

  private Value documents(MlIndex index, Value query, String kind, int most, ToolContext context)
      throws InterruptedException {
    String asked = query instanceof Value.Text(var text) ? text : String.valueOf(query.toPlain());
    return switch (index) {
      case MlIndex.InFolder(var path) -> documents(index(path), asked, kind, most, context);
      case MlIndex.OfService service -> documents(service, asked, kind, most, context);
      case MlIndex.InTable table ->
          documents(new TableSearch(table, models).search(asked, kind, most, context));
    };
  }

  private Value documents(
      MlIndex.OfService service, String asked, String kind, int most, ToolContext context)
      throws InterruptedException {
    boolean byWords = !kind.startsWith("vector");
    boolean byVector = !kind.startsWith("keyword") && !kind.equals("semantic");
    Optional<float[]> vector = Optional.empty();
    if (byVector) {
      String connection =
          service
              .embeddings()
              .orElseThrow(() ->
                  new IndexException("'mlindex_content' names no 'embeddings.connection.id'"));
      vector =
          Optional.of(
              new Questions(models).vector(connection, service.model().orElse(""), asked, context));
    }
    var search =
        new AzureSearch(
            models.connection(service.connection()),
            service.index(),
            service.textField(),
            service.vectorField().orElse("contentVector"));
    var question =
        new AzureSearch.Question(
            byWords ? Optional.of(asked) : Optional.empty(), vector, most, List.of());
    return Value.of(
        search.search(question).stream()
            .map(found -> {
              Value.Mapping original = (Value.Mapping) found.entries().get("original_entity");
              return new Fields()
                  .put("text", found.entries().getOrDefault("text", Value.Null.NULL))
                  .put("score", found.entries().getOrDefault("score", Value.Null.NULL))
                  .put("metadata", Value.Mapping.EMPTY)
                  .put("additional_fields", original == null ? Value.Mapping.EMPTY : original)
                  .end();
            })
            .toList());
  }

  private Value documents(
      FolderIndex index, String asked, String kind, int most, ToolContext context)
      throws InterruptedException {
    List<Found> found;
    if (kind.startsWith("hybrid") || kind.contains("semantic")) {
      found = index.byBoth(asked, vector(index, asked, context), most);
    } else if (kind.startsWith("keyword")) {
      found = index.byWords(asked, most);
    } else {
      found = index.nearest(vector(index, asked, context), most);
    }
    return documents(found);
  }

  private static Value documents(List<Found> found) {
    return Value.of(
        found.stream()
            .map(one -> entity(one).put("additional_fields", Value.Mapping.EMPTY).end())
            .toList());
  }

  private Value byVector(ToolArguments in) {
    return entities(index(path(in)).nearest(given(in, "vector"), top(in)));
  }

  private Value byEither(ToolArguments in, ToolContext context) throws InterruptedException {
    FolderIndex index = index(path(in));
    boolean isText = in.optionalValue("query").filter(Value.Text.class::isInstance).isPresent();
    float[] vector =
        isText ? vector(index, text(in, "query").orElse(""), context) : given(in, "query");
    return entities(index.nearest(vector, top(in)));
  }

  private static Value entities(List<Found> found) {
    return Value.of(
        found.stream()
            .map(one ->
                entity(one).putNull("vector").put("original_entity", one.chunk().toValue()).end())
            .toList());
  }

  private static Fields entity(Found found) {
    Chunk chunk = found.chunk();
    return new Fields()
        .put("text", chunk.text())
        .put("score", Value.of(found.score()))
        .put(
            "metadata",
            new Fields()
                .put(
                    "source",
                    new Fields().put("filename", chunk.source()).put("url", chunk.source()))
                .put("line", chunk.line()));
  }

  private float[] vector(FolderIndex index, String text, ToolContext context)
      throws InterruptedException {
    IndexDescription made = index.description();
    return new Questions(models).vector(made.connection(), made.model(), text, context);
  }

  private static float[] given(ToolArguments in, String name) {
    if (!(in.optionalValue(name).orElse(Value.Null.NULL) instanceof Value.Sequence(var parts))) {
      throw new IndexException("'%s' has to be a vector: a list of numbers".formatted(name));
    }
    float[] vector = new float[parts.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = parts.get(i).toPlain() instanceof Number number ? number.floatValue() : Float.NaN;
    }
    return vector;
  }

  private static int top(ToolArguments in) {
    return in.optionalValue("top_k").orElse(Value.Null.NULL) instanceof Value.Whole most
        ? Math.clamp(most.clampedToInt(), 1, MOST)
        : USUAL;
  }

  private static Optional<String> text(ToolArguments in, String name) {
    return in.optionalValue(name).orElse(Value.Null.NULL) instanceof Value.Text(var text)
        ? Optional.of(text.strip()).filter(words -> !words.isEmpty())
        : Optional.empty();
  }

  private static String path(ToolArguments in) {
    return text(in, "path")
        .orElseThrow(() -> new IndexException("'path' is not given: the folder of an index"));
  }

  /// What `mlindex_content` describes: a folder, or the index of a service.
  private static MlIndex described(ToolArguments in) {
    return MlIndex.read(
        text(in, "mlindex_content")
            .or(() -> text(in, "path"))
            .orElseThrow(() ->
                new IndexException(
                    "'mlindex_content' is not given: the folder of an index, relative to the"
                        + " flow")));
  }

  private FolderIndex index(String path) {
    Path description = folder.resolve(path.replaceFirst("/+$", "") + "/" + IndexFiles.DESCRIPTION);
    return read.computeIfAbsent(
        description,
        file ->
            IndexFiles.read(
                Optional.ofNullable(file.getParent()).orElseThrow(() -> new IndexException(path))));
  }
}
