package io.promptflow4j.server.deployment;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.regex.Pattern;

/// Keeps callers from naming files of the flow: an image of theirs comes with the request or has an
/// address.
public final class CallerInputs {

  private static final Pattern NO_FILE = Pattern.compile("(?s)(data:|https?://).*");

  /// Long enough that no file has it as its name.
  private static final int LONGER_THAN_A_PATH = 5_000;

  private CallerInputs() {}

  /// Checks all inputs of a call.
  ///
  /// @throws FaultException if an image in them is the path of a file
  public static void check(FlowGraph graph, Value.Mapping inputs) {
    inputs
        .entries()
        .forEach((name, value) -> {
          boolean isImage =
              graph.input(name).filter(input -> input.type() == ValueType.IMAGE).isPresent();
          if (namesFile(value) || (isImage && mayBeFile(value))) {
            throw new FaultException(
                Fault.of(
                    400,
                    "image-path",
                    "Input '%s': an image has to come as base64, as a data: address or as an http(s) address."
                        .formatted(name),
                    name));
          }
        });
  }

  private static boolean mayBeFile(Value value) {
    return value instanceof Value.Text(var text)
        && text.length() < LONGER_THAN_A_PATH
        && !NO_FILE.matcher(text).matches();
  }

  private static boolean namesFile(Value value) {
    return switch (value) {
      case Value.Sequence(var items) -> items.stream().anyMatch(CallerInputs::namesFile);
      case Value.Mapping mapping ->
          Images.reference(mapping)
                  .filter(reference -> reference.form() == Images.Form.PATH)
                  .isPresent()
              || mapping.entries().values().stream().anyMatch(CallerInputs::namesFile);
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> false;
      case Value.Image _ -> false;
    };
  }
}
