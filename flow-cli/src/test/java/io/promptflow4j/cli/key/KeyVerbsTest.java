package io.promptflow4j.cli.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `pf key` and `pf audit`, as they are called.
class KeyVerbsTest {

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() {
    place =
        new Called.Place(folder)
            .withVariable("USER", "ada")
            .withVariable("PF_WORKSPACE", folder.resolve("w").toString());
  }

  private String created(String... more) {
    var all = Stream.concat(Stream.of("key", "create"), Stream.of(more)).toArray(String[]::new);
    Called called = place.pf(all);
    assertThat(called.err()).doesNotContain("error");
    return called.out().strip();
  }

  private List<Value> keys(String... more) {
    var all =
        Stream.concat(Stream.of("key", "list", "--format", "json"), Stream.of(more))
            .toArray(String[]::new);
    return ((Value.Sequence) Json.read(place.pf(all).out())).items();
  }

  @Test
  void aKeyIsTheResultAloneAndIsShownOnce() throws Exception {
    String key = created("--name", "shop", "--endpoint", "chat,qa", "--quota", "4 at once");

    assertThat(key).matches("pfk_[0-9a-z]{12}_[0-9a-z]{57}");
    Called shown = place.pf("key", "show", "shop", "--format", "json");
    assertThat(shown.json().get("id")).isEqualTo(Value.of(key.substring(4, 16)));
    assertThat(shown.json().get("role")).isEqualTo(Value.of("runner"));
    assertThat(Called.list(shown.json(), "endpoints"))
        .containsExactly(Value.of("chat"), Value.of("qa"));
    assertThat(shown.json().get("expires")).as("90 days").isNotEqualTo(Value.Null.NULL);
    for (String[] verb : List.of(new String[] {"key", "list"}, new String[] {"audit", "list"})) {
      assertThat(place.pf(verb).out()).doesNotContain(key.substring(17));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain(key.substring(17));
      }
    }
  }

  @Test
  void aKeyThatIsRotatedHasASuccessorOfTheSameRights() {
    created("--name", "shop", "--role", "operator");

    Called rotated = place.pf("key", "rotate", "shop", "--overlap", "0s", "--format", "json");

    assertThat(rotated.json().get("role")).isEqualTo(Value.of("operator"));
    assertThat(rotated.json().get("key")).isInstanceOf(Value.Text.class);
    assertThat(keys()).hasSize(1);
    assertThat(keys("--all")).hasSize(2);
    assertThat(place.pf("key", "show", "shop", "--format", "json").json().get("state"))
        .as("the name means the one that goes on")
        .isEqualTo(Value.of("active"));
  }

  @Test
  void aKeyThatIsRevokedIsListedOnlyIfAsked() {
    created("--name", "shop");

    assertThat(place.pf("key", "revoke", "shop").exit()).isZero();

    assertThat(keys()).isEmpty();
    assertThat(keys("--all")).hasSize(1);
    assertThat(place.pf("key", "rotate", "shop").err()).contains("revoked");
    assertThat(place.pf("key", "revoke", "shpo").err()).contains("Did you mean 'shop'");
  }

  @Test
  void whatIsWrittenWronglyIsSaid() {
    assertThat(place.pf("key", "create", "--expires", "soon").exit()).isEqualTo(2);
    assertThat(place.pf("key", "create", "--expires", "2020-01-01").err()).contains("over already");
    assertThat(place.pf("key", "create", "--quota", "lots").err()).contains("lots");
    assertThat(place.pf("key", "create", "--role", "king").exit()).isEqualTo(2);
    assertThat(place.pf("audit", "verify", "--head", "x").exit()).isEqualTo(2);
    assertThat(keys("--all")).isEmpty();
  }

  @Test
  void aChangedLineOfTheLogIsFound() throws Exception {
    created("--name", "one");
    created("--name", "two");
    Called whole = place.pf("audit", "verify", "--format", "json");
    assertThat(whole.exit()).isZero();
    assertThat(whole.json().get("whole")).isEqualTo(Value.Bool.TRUE);

    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("w/runs.sqlite"));
        var statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE audit_lines SET entry = replace(entry, 'ada', 'bob')");
    }

    Called changed = place.pf("audit", "verify");
    assertThat(changed.exit()).isEqualTo(1);
    assertThat(changed.out()).contains("line 1:", "line 2:");
  }
}
