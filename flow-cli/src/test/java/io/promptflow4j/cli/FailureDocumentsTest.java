package io.promptflow4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What programs and people get of calls that come to nothing.
class FailureDocumentsTest {

  private static final String FLOW =
      """
      inputs: {x: {type: string, default: a}}
      outputs: {y: {type: string, reference: "${inputs.x}"}}
      nodes: []
      """;

  @TempDir Path folder;

  private Called.Place place;

  @BeforeEach
  void plantAFlow() throws IOException {
    place = new Called.Place(folder);
    place.write("flow/flow.dag.yaml", FLOW);
    place.write("broken/flow.dag.yaml", FLOW.replace("inputs.x", "inputs.z"));
    place.write("connection.yaml", "name: c\ntype: nonsense\n");
    place.write("input.json", "{\"x\": }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | usage              | flow",
        "2 | usage              | flow tst",
        "2 | usage              | flow init",
        "1 | exists             | flow init --flow flow",
        "1 | not-yet            | flow init --flow other --entry f",
        "2 | usage              | flow validate --source",
        "2 | usage              | flow validate flow --variant odd",
        "1 | file-not-found     | flow validate flow --connection nowhere.yaml",
        "2 | usage              | flow test --bogus",
        "2 | usage              | flow test flow --inputs x",
        "2 | usage              | flow test --flow=",
        "1 | not-yet            | flow test flow --ui",
        "1 | unknown-node       | flow test flow --node z",
        "1 | bad-input          | flow test flow --inputs input.json",
        "1 | no-chat            | flow test flow --interactive",
        "1 | unknown-input-reference | flow test broken",
        "1 | missing-flow-file  | flow test nowhere",
        "1 | missing-flow-file  | flow graph nowhere",
        "1 | unknown-input-reference | flow graph broken",
        "2 | usage              | flow graph flow --variant odd",
        "2 | usage              | connection create",
        "1 | bad-connection     | connection create --file connection.yaml",
        "2 | usage              | connection show",
        "1 | missing-connection | connection show --name n",
        "2 | usage              | connection update",
        "1 | missing-connection | connection delete --name n",
        "2 | usage              | completion fish",
      })
  void everyVerbGivesTheSameErrorToPrograms(int exit, String code, String call) {
    Called called = place.pf((call + " --format json").split(" "));

    assertThat(called.exit()).isEqualTo(exit);
    Value.Mapping error = called.object("error");
    assertThat(error.entries().keySet()).startsWith("code", "message", "node", "file", "line");
    assertThat(error.get("code")).isEqualTo(Value.of(code));
    assertThat(error.get("message")).isInstanceOf(Value.Text.class);
    assertThat(called.err()).isNotBlank().doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "flwo                        | 'pf' has no verb 'flwo'. Did you mean 'flow'?",
        "flow vaildate               | 'pf flow' has no verb 'vaildate'. Did you mean 'validate'?",
        "flow test --input x=1       | 'pf flow test' has no option '--input'. Did you mean"
            + " '--inputs'?",
        "flow test --bogus=3         | 'pf flow test' has no option '--bogus'.",
        "flow test a b               | 'b' is one argument too many.",
        "flow test --inputs          | --inputs takes NAME=VALUE or FILE, but nothing follows it",
        "flow test --format xml      | --format takes text or json, but got 'xml'",
        "flow test --interactive=1   | --interactive takes no value, but got '1'",
        "flow init --flow x --type y | --type takes standard or chat or evaluation or java, but got"
            + " 'y'",
        "connection show             | --name NAME has to be given",
        "connection show --name      | --name takes NAME, but nothing follows it",
      })
  void peopleAreToldWhatIsWrongWithTheirArguments(String call, String sentence) {
    Called called = place.pf(call.split(" "));

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).startsWith("pf: error: " + sentence + "\nTry 'pf");
  }

  @Test
  void aChatWithoutAMessageSaysSo() throws IOException {
    place.write("chat/flow.dag.yaml", FLOW.replace("default: a", "is_chat_input: true"));

    Called called = place.pf("flow", "test", "chat", "--interactive", "--format", "json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.object("error").get("code")).isEqualTo(Value.of("no-message"));
    assertThat(called.err()).contains("no message came on standard input");
  }

  @Test
  void numbersThatJsonHasNotAreWrittenAsTexts() throws IOException {
    String flow = FLOW.replace("{type: string, default: a}", "{type: double, default: .nan}");
    place.write(
        "nan/flow.dag.yaml",
        flow.replace("reference:", "reference: \"${inputs.x}\"}, z: {type: list, reference:")
            .replace(
                "z: {type: list, reference: \"${inputs.x}\"}",
                "z: {type: list, reference: [.inf, -.inf, 1.5]}"));

    Called called = place.pf("flow", "test", "nan", "--format", "json");

    assertThat(called.out()).contains("\"y\":\"NaN\"", "\"z\":[\"Infinity\",\"-Infinity\",1.5]");
    assertThat(place.pf("flow", "test", "nan").out()).contains("\"y\": \"NaN\"");
  }
}
