package io.promptflow4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphJsonTest {

  @TempDir Path folder;

  @Test
  void edgesLeadFromInputsAndNodesToNodesAndOutputs() throws IOException {
    var place = new Called.Place(folder);
    place.write("flow/p.jinja2", "{{a}}{{b}}");
    place.write(
        "flow/flow.dag.yaml",
        """
        inputs: {x: {type: string}}
        outputs: {o: {reference: "${second.output} of ${inputs.x}"}}
        nodes:
        - {name: first, type: prompt, source: {path: p.jinja2}, inputs: {a: "${inputs.x}", b: 1}}
        - name: second
          type: prompt
          source: {path: p.jinja2}
          inputs: {a: "${first.output}", b: ["${first.output}", "${inputs.x}"]}
          activate: {when: "${first.output}", is: yes}
        """);

    Called called = place.pf("flow", "graph", "flow", "--format", "json");

    assertThat(called.json().get("edges"))
        .isEqualTo(
            Json.read(
                """
                [{"from": "inputs.x", "to": "first", "conditional": false},
                 {"from": "first", "to": "second", "conditional": false},
                 {"from": "inputs.x", "to": "second", "conditional": false},
                 {"from": "first", "to": "second", "conditional": true},
                 {"from": "second", "to": "outputs.o", "conditional": false},
                 {"from": "inputs.x", "to": "outputs.o", "conditional": false}]
                """));
  }
}
