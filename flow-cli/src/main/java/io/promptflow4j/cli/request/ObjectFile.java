package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonStream;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that holds a JSON object, such as the inputs of one line.
public final class ObjectFile {

  private static final long MOST_BYTES = 16L << 20;

  private ObjectFile() {}

  /// Refuses a pipe or a device, which may never end.
  public static void checkKind(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new CommandFailure("bad-input", "'%s' is no file".formatted(file));
    }
  }

  /// An object, or the first of a list of objects as prompt flow takes it.
  ///
  /// @throws CommandFailure if it can't be read or holds none
  public static Value.Mapping read(Path file) {
    checkKind(file);
    Value read;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new CommandFailure(
            "bad-input",
            "%s is larger than %d MiB, too large for one line of inputs"
                .formatted(file, MOST_BYTES >> 20));
      }
      read = value(file);
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(
          "file-not-found", "there is no file '%s' to read".formatted(file), missing);
    } catch (AccessDeniedException denied) {
      throw new CommandFailure(
          "bad-input", "'%s' can't be read; check its permissions".formatted(file), denied);
    } catch (IOException broken) {
      throw new CommandFailure(
          "bad-input", "%s can't be read; it has to be UTF-8 text".formatted(file), broken);
    } catch (JsonSyntaxException broken) {
      throw new CommandFailure(
          "bad-input",
          "%s is not JSON: %s"
              .formatted(file, Printable.line(String.valueOf(broken.getMessage()))));
    }
    if (read instanceof Value.Mapping mapping) {
      return mapping;
    }
    throw new CommandFailure(
        "bad-input", "%s has to hold a JSON object of inputs by name".formatted(file));
  }

  /// What the file holds; of a list, which may be long, its first item.
  private static Value value(Path file) throws IOException {
    String text = withoutMark(Files.readString(file));
    if (!text.stripLeading().startsWith("[")) {
      return Json.read(text);
    }
    try (var items = new JsonStream(new StringReader(text))) {
      JsonStream.Item first = items.next();
      JsonStream.Item rest = first;
      while (rest != null) {
        rest = items.next(); // what is wrong further down is told as well
      }
      return first == null ? Value.Null.NULL : first.value();
    }
  }

  /// Windows programs begin UTF-8 files with a byte-order mark.
  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
