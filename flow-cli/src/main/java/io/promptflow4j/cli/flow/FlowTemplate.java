package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// The flow folders that `pf flow init` makes. Each runs at once, without key and network.
public enum FlowTemplate {
  STANDARD,
  CHAT,
  EVALUATION,
  JAVA;

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String folder() {
    return "template/" + this + "/";
  }

  /// The names of its files, relative to the flow's folder.
  public List<String> files() {
    return text("files.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /// Writes its files into `target`, which is made if it is not there.
  ///
  /// @throws CommandFailure if one of them is there already, or can't be written
  public void writeTo(Path target) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    files().forEach(name -> texts.put(name, text(name)));
    List<String> there =
        texts.keySet().stream()
            .filter(name -> Files.exists(target.resolve(name), LinkOption.NOFOLLOW_LINKS))
            .toList();
    if (!there.isEmpty()) {
      throw new CommandFailure(
          "exists",
          "'%s' already has %s; nothing was written".formatted(target, String.join(", ", there)));
    }
    try {
      write(target, texts);
    } catch (FileAlreadyExistsException occupied) {
      throw new CommandFailure("exists", "'%s' is no folder".formatted(target), occupied);
    } catch (IOException broken) {
      throw new CommandFailure("not-written", "can't write to '%s'".formatted(target), broken);
    }
  }

  private static void write(Path target, Map<String, String> texts) throws IOException {
    for (var file : texts.entrySet()) {
      Path path = target.resolve(file.getKey());
      Path parent = path.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(path, file.getValue());
    }
  }

  /// The text of one of its files.
  public String text(String name) {
    try (InputStream in = FlowTemplate.class.getResourceAsStream(folder() + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "the template file %s%s is missing".formatted(folder(), name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
