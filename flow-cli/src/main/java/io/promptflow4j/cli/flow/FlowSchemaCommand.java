package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.definition.FlowSchema;
import io.promptflow4j.core.value.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf flow schema`: the JSON schema of flow files, for editors.
@Command(
    name = "schema",
    description = "Print the JSON schema of a kind of flow file, for editors.",
    footer = {"", "Example: pf flow schema > flow.schema.json"})
public final class FlowSchemaCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(names = "--prompty", description = "That of a prompty's front matter.")
  private boolean prompty;

  @Option(names = "--flex", description = "That of flow.flex.yaml.")
  private boolean flex;

  private final Terminal terminal;

  public FlowSchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    String schema = schema();
    terminal.printLine(
        common.isJson() ? StrictJson.write(Json.read(schema)) : schema.stripTrailing());
    return ExitCode.OK;
  }

  private String schema() {
    if (flex) {
      return FlowSchema.flexJson();
    }
    return prompty ? FlowSchema.promptyJson() : FlowSchema.json();
  }
}
