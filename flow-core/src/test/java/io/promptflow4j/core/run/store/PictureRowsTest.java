package io.promptflow4j.core.run.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureRowsTest {

  @TempDir private Path folder;

  @Test
  void picturesAreFilesOfTheRunAndComeBackWithTheirRows() throws Exception {
    byte[] bytes = new byte[600];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    String encoded = Base64.getEncoder().encodeToString(bytes);
    var picture = new Value.Image("image/png", new ImageContent.Inline(bytes));
    Value.Mapping written =
        (Value.Mapping) Json.read("{\"data:image/png;base64\": \"%s\"}".formatted(encoded));
    Value.Mapping message =
        (Value.Mapping)
            Json.read(
                "{\"image_url\": {\"url\": \"data:image/png;base64,%s\"}, \"small\": \"data:image/png;base64,AAAA\"}"
                    .formatted(encoded));
    RowResult plain = SampleRuns.completed(1, "x");
    var row =
        new RowResult(
            plain.key(),
            plain.status(),
            Value.of(Map.of("seen", written)),
            plain.data(),
            Value.of(Map.of("turned", Value.of(List.of(picture)))),
            Optional.empty(),
            plain.usage(),
            plain.started(),
            plain.ended(),
            Value.Mapping.EMPTY,
            Value.of(Map.of("trace", message)));
    Map<String, String> environment =
        Map.of(Workspace.VARIABLE, folder.resolve(".promptflow").toString());
    try (RunStore store = RunStores.open(folder, environment)) {
      store.create(SampleRuns.run("first"));
      var name = new RunName("first");
      try (RunWriter writer = store.own(name, SampleRuns.self())) {
        writer.write(List.of(new RunEvent.RowEnded(row)));
      }

      RowResult found = store.row(name, new RowKey(1, 0)).orElseThrow();
      assertThat(found.inputs()).isEqualTo(row.inputs());
      assertThat(found.outputs()).isEqualTo(Value.of(Map.of("turned", Value.of(List.of(written)))));
      assertThat(found.detail()).isEqualTo(row.detail());
      String file = Digest.of(bytes).hex() + ".png";
      assertThat(store.artefacts(name))
          .singleElement()
          .satisfies(kept -> {
            assertThat(kept.path()).isEqualTo(file);
            assertThat(store.content(kept.content())).hasValue(bytes);
          });
    }
    try (var files = Files.walk(folder)) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).isNotEmpty();
      for (Path one : all) {
        assertThat(
                new String(Files.readAllBytes(one), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain(encoded.substring(0, 200));
      }
    }
  }
}
