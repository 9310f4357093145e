package io.promptflow4j.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionCommandsTest {

  private static final String SECRET = "sk-very-secret-0123456789";

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void openPlace() throws IOException {
    place = new Called.Place(folder);
    place.write(
        "open.yaml",
        """
        name: mine
        type: open_ai
        api_key: <user-input>
        base_url: https://example.org/v1
        """);
  }

  @Test
  void aConnectionIsStoredAndShownWithoutItsSecret() {
    Called created =
        place.pf("connection", "create", "--file", "open.yaml", "--set", "api_key=" + SECRET);
    Called shown = place.pf("connection", "show", "--name", "mine", "--format", "json");

    assertThat(created.exit()).isZero();
    assertThat(created.out() + created.err() + shown.out() + shown.err()).doesNotContain(SECRET);
    assertThat(shown.json().get("type")).isEqualTo(Value.of("open_ai"));
    assertThat(shown.json().get("api_key")).isEqualTo(Value.of("******"));
    assertThat(shown.json().get("base_url")).isEqualTo(Value.of("https://example.org/v1"));
  }

  @Test
  void whatConnectionsWithABudgetSpentIsShown() {
    place.pf("connection", "create", "-f", "open.yaml", "--set", "api_key=x");
    place.pf("connection", "update", "-n", "mine", "--set", "budget_per_day=5 USD");
    assertThat(place.pf("connection", "usage").out()).startsWith("No connection with a budget");
    var page = new SpendingLedger.Page("mine", LocalDate.of(2026, 1, 31), "USD");
    try (var store = RunStores.open(folder, Map.of())) {
      store.spending().correct(page, new Spending(new BigDecimal("0.25"), 1200, 3));
    }

    Called shown = place.pf("connection", "usage", "--on", "2026-01-31");

    assertThat(shown.out()).contains("mine").contains("0.25 USD, 1200 tokens, 3 calls of 5 USD");
    assertThat(place.pf("connection", "usage", "--on", "soon").exit()).isEqualTo(2);
  }

  @Test
  void theNameCanBeGivenOutsideTheFile() {
    place.pf("connection", "create", "-f", "open.yaml", "-n", "other", "--set", "api_key=x");

    Called listed = place.pf("connection", "list", "--format", "json");

    assertThat(((Value.Sequence) Json.read(listed.out())).items())
        .singleElement()
        .extracting(one -> ((Value.Mapping) one).get("name"))
        .isEqualTo(Value.of("other"));
  }

  @Test
  void withoutAnybodyToAskItSaysWhatIsMissing() {
    Called called = place.pf("connection", "create", "--file", "open.yaml", "--format", "json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().entries()).containsOnlyKeys("error");
    assertThat(called.err()).contains("api_key");
  }

  @Test
  void anUpdateLeavesTheRestAsItIs() {
    place.pf("connection", "create", "--file", "open.yaml", "--set", "api_key=env:KEY");

    Called updated =
        place.pf(
            "connection", "update", "-n", "mine", "--set", "organization=org", "--format", "json");

    assertThat(updated.exit()).isZero();
    assertThat(updated.json().get("organization")).isEqualTo(Value.of("org"));
    assertThat(updated.json().get("api_key")).isEqualTo(Value.of("env:KEY"));
  }

  @Test
  void aDeletedConnectionIsGone() {
    place.pf("connection", "create", "--file", "open.yaml", "--set", "api_key=x");

    Called deleted = place.pf("connection", "delete", "-n", "mine", "--yes");
    Called shown = place.pf("connection", "show", "-n", "mine");

    assertThat(deleted.out()).contains("'mine' is deleted");
    assertThat(shown.exit()).isEqualTo(1);
    assertThat(shown.err()).contains("no connection 'mine'", "none is stored");
  }

  @Test
  void aWrongFileIsShownWithItsPlaces() throws IOException {
    place.write("bad.yaml", "name: x\ntype: opn_ai\n");

    Called called = place.pf("connection", "create", "--file", "bad.yaml");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.err()).contains("bad.yaml:2:", "opn_ai");
  }

  @Test
  void aValueThatCanNeverWorkIsNotStored() {
    Called created =
        place.pf(
            "connection", "create", "-f", "open.yaml", "--set", "api_key=k", "base_url=not a url");
    Called taken =
        place.pf("connection", "create", "-f", "open.yaml", "--set", "api_key=file:/dev/zero");

    assertThat(created.exit()).isEqualTo(1);
    assertThat(created.err()).contains("connection 'mine': 'base_url' is not an address");
    assertThat(taken.exit()).isEqualTo(1);
    assertThat(taken.err()).contains("'/dev/zero', which is no regular file");
    assertThat(place.pf("connection", "list", "--format", "json").out()).doesNotContain("mine");
  }

  @Test
  void aFileThatMayComeLaterIsAWarning() {
    Called created =
        place.pf("connection", "create", "-f", "open.yaml", "--set", "api_key=file:later.txt");

    assertThat(created.exit()).isZero();
    assertThat(created.err())
        .contains("pf: warning: 'api_key' is taken from the file", "later.txt");
  }

  @Test
  void withoutAFileOrNameItIsCalledWrongly() {
    assertThat(place.pf("connection", "create").exit()).isEqualTo(2);
    assertThat(place.pf("connection", "show").exit()).isEqualTo(2);
    assertThat(place.pf("connection", "update", "--set", "a=b").exit()).isEqualTo(2);
  }

  @Test
  void anEmptyListSaysHowToBegin() {
    assertThat(place.pf("connection", "list").out()).contains("pf connection create");
    assertThat(place.pf("connection", "list", "--format", "json").out()).isEqualTo("[]\n");
  }
}
