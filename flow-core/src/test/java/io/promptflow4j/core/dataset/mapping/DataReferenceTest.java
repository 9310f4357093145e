package io.promptflow4j.core.dataset.mapping;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.dataset.file.Reading;
import io.promptflow4j.core.dataset.selection.FilterExpression;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/// Keeps `docs/reference/data.md` true.
class DataReferenceTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "data.md");
  private static final Path ROOM = Path.of("src/main/java/io/promptflow4j/core/dataset");

  @TempDir private Path folder;

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private DataSet open(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return DataFiles.open(DataSource.of(name).relativeTo(folder));
  }

  @Test
  void theTableIsReadAsThePageSays() throws IOException {
    DataSet table = open("a.csv", blocks("csv").getFirst());
    DataSet lines = open("a.jsonl", blocks("jsonl").getFirst());

    assertThat(Reading.json(table)).hasSize(2).isEqualTo(Reading.json(lines));
  }

  @Test
  void theMappingReadsWhatThePageSays() throws IOException {
    Map<String, Object> run = new Yaml().load(blocks("yaml").getFirst());
    var mapping = (Value.Mapping) Value.from(run.get("column_mapping"));
    var sources = new LinkedHashMap<String, DataSet>();
    sources.put(
        "data",
        DataSet.of(
            "data",
            List.of(
                (Value.Mapping)
                    Json.read(
                        "{\"question\":\"q\",\"answer\":\"a\",\"sources\":[{\"url\":\"u\"}]}"))));
    sources.put(
        "run.outputs",
        DataSet.of("run", List.of((Value.Mapping) Json.read("{\"category\":\"c\"}"))));
    var inputs =
        mapping.entries().keySet().stream()
            .map(name -> new FlowInput(name, ValueType.STRING, Optional.empty(), ""))
            .toList();

    var mapped =
        new MappedData(
            new InputNeeds(inputs, Set.of()),
            ColumnMapping.of(mapping, Place.startOf("run.yaml")),
            sources);

    assertThat(Reading.json(mapped))
        .containsExactly(
            "{\"question\":\"q\",\"groundtruth\":\"a\",\"prediction\":\"c\",\"first_source\":\"u\","
                + "\"deployment_name\":\"gpt-4o\"}");
  }

  @Test
  void everyFilterOfThePageIsOne() throws IOException {
    String table = Files.readString(PAGE).split("<!-- filters -->|<!-- end -->", -1)[1];
    List<String> filters =
        Pattern.compile("(?m)^\\| `(.*?)` \\|")
            .matcher(table)
            .results()
            .map(found -> found.group(1).replace("\\|", "|"))
            .toList();

    assertThat(filters).hasSize(6).allSatisfy(filter -> FilterExpression.parse(filter));
  }

  @Test
  void everyCodeHasASectionAndEverySectionACode() throws IOException {
    Set<String> documented =
        Pattern.compile("(?m)^### `([a-z0-9-]+)`$")
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .collect(toCollection(TreeSet::new));

    assertThat(codes()).containsExactlyElementsOf(documented);
  }

  private static Set<String> codes() throws IOException {
    var found = new TreeSet<String>();
    var code = Pattern.compile("\"([a-z0-9]+(?:-[a-z0-9]+)+)\"");
    try (Stream<Path> files = Files.walk(ROOM)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        code.matcher(Files.readString(file)).results().forEach(one -> found.add(one.group(1)));
      }
    }
    return found;
  }
}
