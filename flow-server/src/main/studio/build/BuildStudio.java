import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Makes the studio's page of its sources: `java BuildStudio.java SOURCES TARGET`.
///
/// Does nothing if the sources are those of the last time. Without npm, or if npm can't fetch the
/// libraries, it says so and ends well: the jar has no studio then.
final class BuildStudio {

  private static final List<String> SKIPPED = List.of("node_modules", "tests", ".vite");

  private final Path sources;
  private final Path target;

  private BuildStudio(Path sources, Path target) {
    this.sources = sources;
    this.target = target;
  }

  public static void main(String[] args) throws Exception {
    System.exit(new BuildStudio(Path.of(args[0]), Path.of(args[1])).run());
  }

  private int run() throws Exception {
    String digest = digest();
    Path kept = target.resolve("sources.sha256");
    if (Files.exists(kept)
        && Files.readString(kept).equals(digest)
        && Files.exists(target.resolve("studio").resolve("index.html"))) {
      return 0;
    }
    if (System.getenv("PF_SKIP_STUDIO") != null) {
      return without("PF_SKIP_STUDIO is set");
    }
    String npm = windows() ? "npm.cmd" : "npm";
    if (!works(npm)) {
      return without("npm is not on this machine");
    }
    if (!installed() && run(npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts") != 0) {
      return without("npm could not fetch the libraries");
    }
    Files.writeString(lockCopy(), lock());
    int failed = run(npm, "run", "--silent", "build", "--", "--logLevel", "warn", "--outDir", out());
    if (failed == 0) {
      Files.createDirectories(target);
      Files.writeString(kept, digest);
    }
    return failed;
  }

  private String out() {
    return target.resolve("studio").toAbsolutePath().toString();
  }

  private static int without(String why) {
    System.out.println("[studio] " + why + ": the build goes on without the studio");
    return 0;
  }

  private boolean installed() throws IOException {
    return Files.exists(lockCopy()) && Files.readString(lockCopy()).equals(lock());
  }

  private Path lockCopy() {
    return sources.resolve("node_modules").resolve(".studio-lock");
  }

  private String lock() throws IOException {
    return Files.readString(sources.resolve("package-lock.json"));
  }

  private static boolean windows() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("win");
  }

  private boolean works(String npm) throws InterruptedException {
    try {
      return new ProcessBuilder(npm, "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException none) {
      return false;
    }
  }

  private int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).directory(sources.toFile()).inheritIO().start().waitFor();
  }

  /// Of all files that the page is made of, by name.
  private String digest() throws Exception {
    var files = new ArrayList<Path>();
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(Files::isRegularFile).filter(this::counts).forEach(files::add);
    }
    Collections.sort(files);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Path file : files) {
      digest.update(sources.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private boolean counts(Path file) {
    for (Path part : sources.relativize(file)) {
      if (SKIPPED.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }
}
