package io.promptflow4j.core.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.FlowSchema;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.compose.CodePoints;
import io.promptflow4j.core.definition.compose.Findings;
import io.promptflow4j.core.definition.compose.YamlComposer;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the schema against an independent validator and the golden corpus: what the reader takes
/// without complaint about its shape passes, what it refuses for its shape fails.
class FlowSchemaTest {

  private static final Path CORPUS = Path.of("src", "test", "resources", "flows");

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(FlowSchema.json(), InputFormat.JSON);

  static Stream<Path> flowsOfGoodShape() throws IOException {
    return flows(CORPUS.resolve("valid"));
  }

  static Stream<Path> flowsOfWrongShape() throws IOException {
    return flows(CORPUS.resolve("invalid").resolve("wrong-shape"));
  }

  private static Stream<Path> flows(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("flow\\.(dag|flex)\\.ya?ml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flowsOfGoodShape")
  void aValidFlowPasses(Path file) throws IOException {
    assertThat(errors(file)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flowsOfWrongShape")
  void aFlowOfWrongShapeFails(Path file) throws IOException {
    assertThat(errors(file)).isNotEmpty();
  }

  @Test
  void itIsAValidSchemaItself() {
    Schema dialect =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(
                "{\"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}", InputFormat.JSON);

    assertThat(dialect.validate(FlowSchema.json(), InputFormat.JSON)).isEmpty();
    assertThat(dialect.validate(FlowSchema.flexJson(), InputFormat.JSON)).isEmpty();
    assertThat(dialect.validate(FlowSchema.promptyJson(), InputFormat.JSON)).isEmpty();
  }

  @Test
  void everyKeyHasAHoverTextAndATypeHasItsChoices() {
    String schema = FlowSchema.json() + FlowSchema.promptyJson() + FlowSchema.flexJson();

    for (FlowPart part : FlowPart.values()) {
      part.keys().forEach(key -> assertThat(schema).contains('"' + key.name() + '"'));
      part.keys().forEach(key -> assertThat(schema).contains(key.description()));
    }
    assertThat(schema).contains("\"assistant_definition\"", "\"custom_llm\"", "\"openai-vision\"");
  }

  private static List<Error> errors(Path file) throws IOException {
    var source = new SourceText(file.toString(), Files.readString(file));
    var composer =
        new YamlComposer(
            new CodePoints(source.file(), source.text()), new Findings(new Diagnostics()));
    Value value = composer.compose().map(Written::value).orElse(Value.Null.NULL);
    return SCHEMA.validate(Json.write(finite(value)), InputFormat.JSON);
  }

  /// JSON proper has no infinities.
  private static Value finite(Value value) {
    return switch (value) {
      case Value.Decimal(var number) when !Double.isFinite(number) -> Value.of(0.5);
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(FlowSchemaTest::finite).toList());
      case Value.Mapping(var entries) -> {
        var mapped = new LinkedHashMap<String, Value>();
        entries.forEach((key, content) -> mapped.put(key, finite(content)));
        yield Value.of(mapped);
      }
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          value;
    };
  }
}
