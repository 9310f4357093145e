package io.promptflow4j.core.tool.index;

import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.index.FolderIndex.Found;
import java.util.List;
import java.util.Optional;

/// Looks up questions in a table of PostgreSQL, with vectors of the model that the index was made
/// with.
record TableSearch(MlIndex.InTable index, Models models) {

  /// @param kind as prompt flow's tool says it: `Keyword`, `Vector`, `Hybrid …`, in small letters
  /// @throws IndexException if the table can't be searched
  List<Found> search(String asked, String kind, int most, ToolContext context)
      throws InterruptedException {
    var table = new PgVector(new PgServer(models.connection(index.connection())), index.table());
    if (kind.startsWith("keyword")) {
      return table.byWords(asked, most);
    }
    float[] vector = vector(table, asked, context);
    return kind.startsWith("hybrid") || kind.contains("semantic")
        ? table.byBoth(asked, vector, most)
        : table.nearest(vector, most);
  }

  private float[] vector(PgVector table, String asked, ToolContext context)
      throws InterruptedException {
    Optional<IndexDescription> made =
        index.embeddings().isPresent() ? Optional.empty() : table.description();
    String connection =
        index
            .embeddings()
            .or(() -> made.map(IndexDescription::connection))
            .orElseThrow(() ->
                new IndexException(
                    "the table '%s' was not made by 'pf index build'; say in 'mlindex_content' what makes vectors of questions: 'embeddings.connection.id' and 'embeddings.model'"
                        .formatted(index.table())));
    String model = index.model().or(() -> made.map(IndexDescription::model)).orElse("");
    float[] vector = new Questions(models).vector(connection, model, asked, context);
    made.filter(one -> one.dimensions() != vector.length)
        .ifPresent(one -> {
          throw new IndexException(
              "the vector has %d dimensions, those of the index have %d; use the model '%s', which made it"
                  .formatted(vector.length, one.dimensions(), one.model()));
        });
    return vector;
  }
}
