package io.promptflow4j.cli.studio;

import io.promptflow4j.cli.flow.FlowTemplate;
import io.promptflow4j.server.studio.gallery.Gallery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The templates of `pf flow init`, and the samples that lie beside the command.
final class StudioGallery implements Gallery {

  /// The property that says where the samples are.
  static final String SAMPLES = "pf.samples";

  private static final int DEEPEST = 6;
  private static final int MOST_FILES = 300;
  private static final Map<FlowTemplate, String> SUMMARIES =
      Map.of(
          FlowTemplate.STANDARD, "A prompt and a model: the smallest flow that asks something.",
          FlowTemplate.CHAT, "A conversation with a memory, to be deployed as a chat.",
          FlowTemplate.EVALUATION, "Grades the answers of another flow and counts the good ones.",
          FlowTemplate.JAVA, "Tools written in Java beside the flow, compiled when it is loaded.");

  private final Optional<Path> samples;

  /// @param samples a folder of flow folders
  StudioGallery(Optional<Path> samples) {
    this.samples = samples;
  }

  /// With the samples of this installation, if it has them.
  static StudioGallery ofInstallation() {
    return new StudioGallery(
        Optional.ofNullable(System.getProperty(SAMPLES)).map(Path::of).filter(Files::isDirectory));
  }

  @Override
  public List<Item> items() {
    var items = new ArrayList<Item>();
    for (FlowTemplate template : FlowTemplate.values()) {
      items.add(
          new Item(
              "template:" + template,
              "template",
              title(template.toString()),
              SUMMARIES.getOrDefault(template, ""),
              template.text("README.md"),
              template.files()));
    }
    samples.ifPresent(folder -> addSamples(folder, items));
    return items;
  }

  private static void addSamples(Path folder, List<Item> items) {
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(StudioGallery::isFlow).sorted().forEach(flow -> addSample(flow, items));
    } catch (IOException unreadable) {
      return; // there are the templates
    }
  }

  private static void addSample(Path flow, List<Item> items) {
    try {
      String name = String.valueOf(flow.getFileName());
      Path about = flow.resolve("README.md");
      String text = Files.exists(about) ? Files.readString(about) : "";
      items.add(
          new Item(
              "sample:" + name, "sample", heading(text, name), first(text), text, files(flow)));
    } catch (IOException unreadable) {
      return; // the others can be read
    }
  }

  private static boolean isFlow(Path folder) {
    return Stream.of("flow.dag.yaml", "flow.flex.yaml")
        .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
  }

  private static String heading(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith("# "))
        .findFirst()
        .map(line -> line.substring(2).strip())
        .orElse(title(name));
  }

  /// The first paragraph, as plain text.
  private static String first(String text) {
    var lines = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      boolean isText = !line.isBlank() && !line.startsWith("#");
      if (!isText && !lines.isEmpty()) {
        break;
      }
      if (isText) {
        lines.add(line.strip());
      }
    }
    return String.join(" ", lines).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").replace("`", "");
  }

  private static String title(String name) {
    String plain = name.replace('-', ' ');
    return plain.substring(0, 1).toUpperCase(Locale.ROOT) + plain.substring(1);
  }

  private static List<String> files(Path flow) throws IOException {
    try (Stream<Path> all = Files.walk(flow, DEEPEST)) {
      return all.filter(Files::isRegularFile)
          .map(file -> flow.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !("/" + name).contains("/.") && !name.contains("__pycache__"))
          .filter(name -> !name.equals("expected.jsonl"))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    }
  }

  @Override
  public void write(Item item, Path target) throws IOException {
    String name = item.id().substring(item.id().indexOf(':') + 1);
    if (item.kind().equals("template")) {
      FlowTemplate.valueOf(name.toUpperCase(Locale.ROOT)).writeTo(target);
      return;
    }
    Path flow = samples.orElseThrow().resolve(name);
    for (String file : item.files()) {
      Path to = target.resolve(file);
      Files.createDirectories(to.getParent() == null ? target : to.getParent());
      Files.copy(flow.resolve(file), to);
    }
  }
}
