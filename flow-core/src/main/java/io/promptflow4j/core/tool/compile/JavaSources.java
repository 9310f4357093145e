package io.promptflow4j.core.tool.compile;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// The `.java` files of one directory of a flow, as they were when the flow was loaded.
public final class JavaSources {

  private static final int MAX_FILES = 500;
  private static final int MAX_CHARACTERS = 8 * 1024 * 1024;

  private final FlowFolder folder;
  private final String directory;
  private final Map<String, SourceText> texts;
  private final Map<String, String> unreadable;

  private JavaSources(
      FlowFolder folder,
      String directory,
      Map<String, SourceText> texts,
      Map<String, String> unreadable) {
    this.folder = folder;
    this.directory = directory;
    this.texts = texts;
    this.unreadable = unreadable;
  }

  /// Reads the files of `directory` (`""` is the flow folder itself) through the folder's guard.
  /// One that can't be read is only a problem for code that uses it.
  public static JavaSources in(FlowFolder folder, String directory) {
    var texts = new TreeMap<String, SourceText>();
    var unreadable = new TreeMap<String, String>();
    int characters = 0;
    for (String name : names(folder.root().resolve(directory))) {
      try {
        SourceText text = folder.readText(joined(directory, name));
        characters += text.text().length();
        if (characters > MAX_CHARACTERS) {
          throw new FileAccessException("the Java files of this folder are larger than 8 MiB");
        }
        texts.put(name, text);
      } catch (FileAccessException refused) {
        unreadable.put(name, String.valueOf(refused.getMessage()));
      }
    }
    return new JavaSources(folder, directory, texts, unreadable);
  }

  private static List<String> names(Path directory) {
    var names = new TreeSet<String>();
    try (var entries = Files.newDirectoryStream(directory, "*.java")) {
      for (Path entry : entries) {
        names.add(entry.getFileName().toString());
      }
    } catch (IOException | DirectoryIteratorException gone) {
      return List.of();
    }
    return names.stream().filter(name -> !name.contains("-")).limit(MAX_FILES).toList();
  }

  private static String joined(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }

  /// The file's text; empty if there is no such file or it can't be read.
  public Optional<SourceText> text(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /// Why a file that is there can't be read.
  Optional<String> whyUnreadable(String name) {
    return Optional.ofNullable(unreadable.get(name));
  }

  /// The names of all files, those that can't be read included.
  List<String> names() {
    var names = new TreeSet<>(texts.keySet());
    names.addAll(unreadable.keySet());
    return List.copyOf(names);
  }

  /// A file's path as people see it, relative to the flow folder.
  public String shown(String name) {
    return joined(directory, name);
  }

  /// A file beside the sources, such as data that a tool reads; empty if the folder's guard refuses
  /// it.
  Optional<Path> resource(String name) {
    try {
      return Optional.of(folder.resolve(joined(directory, name)));
    } catch (FileAccessException refused) {
      return Optional.empty();
    }
  }

  /// Two folders with the same digest hold the same code.
  String digest() {
    MessageDigest digest = Digest.newDigest();
    texts.forEach((name, text) -> update(digest, name, text.text()));
    unreadable.forEach((name, why) -> update(digest, name, why));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String name, String text) {
    String entry = "%s\0%d\0%s\0".formatted(name, text.length(), text);
    digest.update(entry.getBytes(StandardCharsets.UTF_8));
  }
}
