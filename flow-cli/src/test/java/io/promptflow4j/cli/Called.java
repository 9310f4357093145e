package io.promptflow4j.cli;

import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a call of the command came to, inside this process.
///
/// @param out what it wrote to standard output
/// @param err what it wrote to the error stream
public record Called(int exit, String out, String err) {

  /// The one JSON document on standard output.
  public Value.Mapping json() {
    return (Value.Mapping) Json.read(out);
  }

  /// The object under a field of the document.
  public Value.Mapping object(String field) {
    return (Value.Mapping) json().entries().getOrDefault(field, Value.Mapping.EMPTY);
  }

  /// The list under a field of an object.
  public static List<Value> list(Value.Mapping object, String field) {
    return ((Value.Sequence) object.entries().getOrDefault(field, Value.Sequence.EMPTY)).items();
  }

  /// A folder to call the command in, with what it finds in its surroundings.
  public static final class Place {

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private Set<Stream> terminals = Set.of();
    private String typed = "";

    /// @param folder the current folder of the calls
    public Place(Path folder) {
      this.folder = folder;
      environment.put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
      environment.put("PATH", String.valueOf(System.getenv("PATH")));
    }

    public Place withVariable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Place withTerminals(Stream... streams) {
      terminals = Set.of(streams);
      return this;
    }

    /// What standard input holds.
    public Place withTyped(String text) {
      typed = text;
      return this;
    }

    public Path write(String file, String text) throws IOException {
      Path path = folder.resolve(file);
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.writeString(path, text);
    }

    public Called pf(String... args) {
      var out = new ByteArrayOutputStream();
      var err = new ByteArrayOutputStream();
      var terminal =
          new Terminal(
              new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment,
              folder,
              terminals);
      int exit = Pf.run(List.of(args), terminal);
      return new Called(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }
}
