package io.promptflow4j.server.studio.team;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/git…`: what differs from the last commit in the workspace, how, and the
/// past; and commits chosen files.
public final class GitRoutes {

  private static final long LARGEST = 1L << 20;
  private static final int MOST_COMMITS = 50;
  private static final String BASE = "/api/studio/git";

  private final Workbench bench;
  private final Desk desk;
  private final Git git;

  public GitRoutes(Workbench bench, Desk desk) {
    this.bench = bench;
    this.desk = desk;
    this.git = new Git(bench.root());
  }

  public void addTo(RoutesConfig routes) {
    routes.get(BASE + "/status", Desk.guarded(this::status), Needs.VIEWER);
    routes.get(BASE + "/diff", Desk.guarded(this::diff), Needs.VIEWER);
    routes.get(BASE + "/log", Desk.guarded(this::log), Needs.VIEWER);
    routes.post(BASE + "/commit", Desk.guarded(this::commit), Needs.AUTHOR);
  }

  /// A file that differs.
  private record Changed(String path, String state) {}

  private void status(Context ctx) {
    Git.Ended inside = git.run("rev-parse", "--is-inside-work-tree");
    if (!inside.isDone()) {
      Replies.json(ctx, new Fields().put("repository", false).end());
      return;
    }
    Git.Ended branch = git.run("symbolic-ref", "--short", "-q", "HEAD");
    List<Value.Mapping> files =
        changed().stream()
            .map(one -> new Fields().put("path", one.path()).put("state", one.state()).end())
            .toList();
    Replies.json(
        ctx,
        new Fields()
            .put("repository", true)
            .put("branch", branch.isDone() ? branch.text().strip() : "")
            .put("files", files)
            .end());
  }

  /// The files of the workspace that differ, but none whose name begins with a dot.
  private List<Changed> changed() {
    String prefix = git.must("rev-parse", "--show-prefix").text().strip();
    String printed =
        git.must(
                "status",
                "--porcelain=v1",
                "-z",
                "--untracked-files=all",
                "--no-renames",
                "--ignore-submodules=all",
                "--",
                ".")
            .text();
    var files = new ArrayList<Changed>();
    for (String entry : printed.split("\0", -1)) {
      if (entry.length() > 3 && entry.substring(3).startsWith(prefix)) {
        String path = entry.substring(3 + prefix.length());
        if (!("/" + path).contains("/.")) {
          files.add(new Changed(path, state(entry.substring(0, 2))));
        }
      }
    }
    return files;
  }

  private static String state(String letters) {
    if (letters.equals("??") || letters.contains("A")) {
      return "new";
    }
    if (letters.contains("U")) {
      return "conflict";
    }
    return letters.contains("D") ? "deleted" : "changed";
  }

  /// A file as it was committed and as it is now.
  private void diff(Context ctx) throws IOException {
    @Nullable String said = ctx.queryParam("path");
    String path = said == null ? "" : said;
    checkIsChanged(List.of(path));
    Git.Ended before = git.run("show", "--no-textconv", "HEAD:./" + path);
    Path file = bench.root().resolve(path);
    byte[] after = new byte[0];
    if (Files.exists(file)) {
      Path real = bench.existing(path);
      after = Files.size(real) <= LARGEST ? Files.readAllBytes(real) : new byte[] {0};
    }
    byte[] old = before.isDone() ? before.printed() : new byte[0];
    var fields = new Fields().put("path", path);
    if (isBinary(old) || isBinary(after)) {
      fields.put("binary", true);
    } else {
      fields
          .put("before", new String(old, StandardCharsets.UTF_8))
          .put("after", new String(after, StandardCharsets.UTF_8));
    }
    Replies.json(ctx, fields.end());
  }

  private static boolean isBinary(byte[] content) {
    for (byte one : content) {
      if (one == 0) {
        return true;
      }
    }
    return content.length > LARGEST;
  }

  private void checkIsChanged(List<String> paths) {
    List<String> known = changed().stream().map(Changed::path).toList();
    for (String path : paths) {
      if (!known.contains(path)) {
        throw new FaultException(
            Fault.of(
                404, "no-change", "'%s' does not differ from the last commit.".formatted(path)));
      }
    }
  }

  private void log(Context ctx) {
    int most = (int) Desk.number(ctx, "most", 20, MOST_COMMITS);
    Git.Ended printed =
        git.run(
            "log",
            "-z",
            "-n",
            Integer.toString(most),
            "--format=%H%x01%an%x01%aI%x01%s",
            "--",
            ".");
    List<Value.Mapping> commits =
        Arrays.stream(printed.isDone() ? printed.text().split("\0", -1) : new String[0])
            .map(line -> line.split("\1", -1))
            .filter(parts -> parts.length == 4)
            .map(parts ->
                new Fields()
                    .put("commit", parts[0])
                    .put("author", parts[1])
                    .put("when", parts[2])
                    .put("message", parts[3])
                    .end())
            .toList();
    Replies.json(ctx, new Fields().put("commits", commits).end());
  }

  private void commit(Context ctx) {
    Asked asked = desk.asked(ctx).only("message", "paths");
    String message = asked.need("message");
    List<String> paths = asked.list("paths");
    if (paths.isEmpty()) {
      throw new FaultException(Fault.badRequest("no-paths", "Choose the files to commit."));
    }
    checkIsChanged(paths);
    git.must(arguments(List.of("add", "--all", "--"), paths));
    var begin = new ArrayList<>(identity());
    begin.addAll(
        List.of("commit", "--no-verify", "--no-gpg-sign", "--quiet", "--cleanup=strip", "-m"));
    begin.add(message);
    author(ctx).ifPresent(author -> begin.add("--author=" + author));
    begin.add("--");
    git.must(arguments(begin, paths));
    String commit = git.must("rev-parse", "HEAD").text().strip();
    ChangeTrail.says(
        ctx,
        "git.commit",
        commit,
        new Fields().put("paths", paths.stream().map(Value::of).toList()).end());
    Replies.json(ctx.status(201), new Fields().put("commit", commit).end());
  }

  private static String[] arguments(List<String> begin, List<String> paths) {
    var all = new ArrayList<>(begin);
    all.addAll(paths);
    return all.toArray(String[]::new);
  }

  /// Where nobody told git who works on the machine, the studio signs.
  private List<String> identity() {
    boolean isKnown = git.run("config", "user.email").isDone();
    return isKnown
        ? List.of()
        : List.of("-c", "user.name=Promptflow4j Studio", "-c", "user.email=studio@localhost");
  }

  /// Whoever has a key of their own is the author.
  private static Optional<String> author(Context ctx) {
    return RoleCheck.caller(ctx)
        .map(Caller::name)
        .filter(name -> name.startsWith("key ") || name.startsWith("token "))
        .map(name -> name.replaceAll("[<>\\p{Cntrl}]", "") + " <studio@localhost>");
  }
}
