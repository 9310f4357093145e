package io.promptflow4j.evaluators.evaluation.registry;

import io.promptflow4j.core.source.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The files of the built-in evaluators, which are resources; `index.txt` lists them all, because
/// resources can't be listed.
final class BuiltinFiles {

  private static final String ROOT = "/io/promptflow4j/evaluators/builtin/";

  private BuiltinFiles() {}

  /// The names of the evaluators, in the order of the alphabet.
  static List<String> names() {
    return index().stream()
        .map(line -> line.substring(0, line.indexOf('/')))
        .distinct()
        .sorted()
        .toList();
  }

  /// The files of one evaluator by their names; none if there is no such evaluator.
  static SequencedMap<String, byte[]> of(String name) {
    var files = new LinkedHashMap<String, byte[]>();
    String folder = name + "/";
    for (String line : index()) {
      if (line.startsWith(folder)) {
        files.put(line.substring(folder.length()), bytes(line));
      }
    }
    return files;
  }

  /// What all files of an evaluator come to, so that two versions never share a folder.
  static Digest digest(SequencedMap<String, byte[]> files) {
    var text = new StringBuilder();
    files.forEach(
        (name, bytes) -> text.append(name).append(' ').append(Digest.of(bytes)).append('\n'));
    return Digest.of(text.toString());
  }

  private static List<String> index() {
    String text = new String(bytes("index.txt"), StandardCharsets.UTF_8);
    return Arrays.stream(text.split("\n", -1)).filter(line -> line.contains("/")).toList();
  }

  private static byte[] bytes(String path) {
    try (InputStream in = BuiltinFiles.class.getResourceAsStream(ROOT + path)) {
      if (in == null) {
        throw new IllegalStateException("the resource '%s' is missing".formatted(path));
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
