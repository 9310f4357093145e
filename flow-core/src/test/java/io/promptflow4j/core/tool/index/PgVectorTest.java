package io.promptflow4j.core.tool.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/// Indexes in PostgreSQL. The embedded server has no extension `vector`; with the variable
/// `PF_TEST_PGVECTOR` (`postgresql://user@host:port/database`) a server that has it is asked too.
class PgVectorTest {

  private static PgServer server(String url) {
    return new PgServer(new Connection("pg", ConnectionType.CUSTOM, Map.of("url", url), Map.of()));
  }

  @Test
  void aDatabaseWithoutTheExtensionIsToldHowToGetIt() throws IOException {
    try (var postgres =
        EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start()) {
      var table =
          new PgVector(
              server("postgresql://postgres@localhost:%d/postgres".formatted(postgres.getPort())),
              "papers");

      assertThatThrownBy(table::check)
          .isInstanceOf(IndexException.class)
          .hasMessageContaining("connection 'pg' lacks the extension 'vector'")
          .hasMessageContaining("CREATE EXTENSION vector");
    }
  }

  @Test
  void whatNamesNoTableOrDatabaseIsRefused() {
    PgServer server = server("postgresql://u@localhost:1/d");

    assertThatThrownBy(() -> new PgVector(server, "a; DROP TABLE b"))
        .hasMessageContaining("can't name a table");
    assertThatThrownBy(() -> new PgVector(server, "a").check())
        .hasMessageContaining("the database of connection 'pg' can't be asked");
    assertThatThrownBy(() -> server("https://localhost"))
        .hasMessageContaining("reaches no PostgreSQL");
    assertThatThrownBy(() -> MlIndex.read("postgresql:pg"))
        .hasMessageContaining("write 'postgresql:CONNECTION/TABLE'");
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "PF_TEST_PGVECTOR", matches = "postgresql://.+")
  void anIndexIsWrittenReplacedAndSearched() {
    var table = new PgVector(server(System.getenv("PF_TEST_PGVECTOR")), "pf_test_papers");
    List<Chunk> chunks =
        List.of(
            new Chunk("Rain falls from clouds.", "rain.md", 3),
            new Chunk("The sun gives light.", "sun.md", 1));
    var index = FolderIndex.of("c", "m", chunks, List.of(new float[] {1, 0}, new float[] {0, 2}));

    table.write(index);
    table.write(index);

    assertThat(table.description()).contains(new IndexDescription("c", "m", 2, 2));
    assertThat(table.nearest(new float[] {3, 4}, 5))
        .extracting(one -> one.chunk().source(), one -> Math.round(one.score() * 1_000))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sun.md", 800L),
            org.assertj.core.groups.Tuple.tuple("rain.md", 600L));
    assertThat(table.byWords("who said 'light' & what: sun?", 5))
        .extracting(FolderIndex.Found::chunk)
        .containsExactly(chunks.get(1));
    assertThat(table.byWords("?!", 5)).isEmpty();
    assertThat(table.byBoth("clouds", new float[] {1, 0}, 1).getFirst().chunk())
        .isEqualTo(chunks.getFirst());
  }
}
