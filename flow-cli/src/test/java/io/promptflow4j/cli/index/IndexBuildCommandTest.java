package io.promptflow4j.cli.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexBuildCommandTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void documents() throws IOException {
    place = new Called.Place(folder);
    place.write("flow/scripted.yaml", "default: x\n");
    place.write("docs/rain.md", "# Rain\n\nRain is water that falls from clouds.\n");
    place.write("docs/deep/sun.html", "<p>The sun &amp; its light</p><script>no()</script>");
    place.write("docs/picture.bin", "?");
    place.write("docs/.hidden.md", "nobody reads this");
  }

  @Test
  void anIndexIsBuiltAndSearchedByAFlow() throws IOException {
    Called built = build("--format", "json");
    assertThat(built.exit()).isZero();
    assertThat(built.json().get("documents")).isEqualTo(Value.of(2));
    assertThat(built.err()).contains("'picture.bin' is left out").doesNotContain("hidden");

    place.write(
        "flow/flow.dag.yaml",
        """
        inputs: {question: {type: string}}
        outputs:
          found: {type: list, reference: "${search.output}"}
          words: {type: list, reference: "${words.output}"}
        nodes:
        - name: search
          type: python
          source: {type: package, tool: promptflow_vectordb.tool.common_index_lookup.search}
          inputs: {mlindex_content: index, queries: "${inputs.question}", query_type: Vector, top_k: 1}
        - name: words
          type: python
          source: {type: package, tool: promptflow_vectordb.tool.common_index_lookup.search}
          inputs:
            mlindex_content: |
              index:
                kind: faiss
                path: index
            queries: [sun, "${inputs.question}"]
            query_type: Keyword
        """);
    Called found =
        place.pf(
            "flow",
            "test",
            "--flow",
            "flow",
            "--inputs",
            "question=falling rain",
            "--format",
            "json");
    assertThat(found.exit()).isZero();
    Value.Mapping outputs = found.object("outputs");
    Value.Mapping first = (Value.Mapping) Called.list(outputs, "found").getFirst();
    assertThat(first.get("text"))
        .isEqualTo(Value.of("# Rain\n\nRain is water that falls from clouds."));
    assertThat(Called.list(outputs, "words")).hasSize(2);
    assertThat(Called.list(outputs, "words").getFirst().toString()).contains("The sun & its light");
  }

  @Test
  void whatCanNotBeIndexedIsToldAtOnce() {
    assertThat(build("--chunk-size", "10").exit()).isEqualTo(2);
    assertThat(place.pf("index", "build").exit()).isEqualTo(2);
    Called nothing =
        place.pf(
            "index",
            "build",
            "--source",
            "flow/none",
            "--output",
            "flow/index",
            "--connection",
            "c",
            "--model",
            "m");
    assertThat(nothing.exit()).isEqualTo(1);
    assertThat(nothing.err()).contains("there is no folder 'flow/none'");
  }

  private Called build(String... more) {
    var args =
        new java.util.ArrayList<>(
            java.util.List.of(
                "index",
                "build",
                "--source",
                "docs",
                "--output",
                "flow/index",
                "--connection",
                "c",
                "--model",
                "m"));
    args.addAll(java.util.List.of(more));
    return place.pf(args.toArray(String[]::new));
  }
}
