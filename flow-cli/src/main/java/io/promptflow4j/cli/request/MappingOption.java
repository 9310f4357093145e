package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Option;

/// Where the inputs of a flow come from.
public final class MappingOption {

  @Option(
      names = "--column-mapping",
      arity = "1..*",
      paramLabel = "INPUT=VALUE",
      description = {
        "What an input gets: '$${data.x}', '$${run.outputs.x}', '$${run.inputs.x}', or a constant."
      })
  private List<String> mapping = new ArrayList<>();

  /// As if it was not given.
  public MappingOption() {}

  public boolean isGiven() {
    return !mapping.isEmpty();
  }

  /// The mapping given; empty if none was.
  ///
  /// @throws UsageFailure if something is no assignment
  public ColumnMapping read() {
    var entries = new LinkedHashMap<String, Value>();
    Assignment.readAll("--column-mapping", mapping)
        .forEach((input, value) -> entries.put(input, Value.of(value)));
    return new ColumnMapping(entries, Place.startOf("column mapping"));
  }
}
