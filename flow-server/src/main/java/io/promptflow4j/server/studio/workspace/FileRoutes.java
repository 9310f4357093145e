package io.promptflow4j.server.studio.workspace;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/files`: lists a folder of the workspace, reads, saves, moves and deletes a
/// text of it.
///
/// A text is saved only over the version that its author has seen: `If-Match` names its digest,
/// `If-None-Match: *` says that there is none yet.
public final class FileRoutes {

  private static final int LARGEST = 4 << 20;
  private static final int MOST_FILES = 5_000;
  private static final int DEEPEST = 12;

  private final Workspace workspace;
  private final Happenings happenings;
  private final Bodies bodies;
  private final ReentrantLock saving = new ReentrantLock();

  public FileRoutes(Workspace workspace, Happenings happenings, Bodies bodies) {
    this.workspace = workspace;
    this.happenings = happenings;
    this.bodies = bodies;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/studio/files", this::list, Needs.VIEWER);
    routes.get("/api/studio/file", this::read, Needs.VIEWER);
    routes.put("/api/studio/file", this::save, Needs.AUTHOR);
    routes.delete("/api/studio/file", this::delete, Needs.AUTHOR);
    routes.post("/api/studio/file/move", this::move, Needs.AUTHOR);
  }

  private void list(Context ctx) {
    @Nullable String under = ctx.queryParam("under");
    Path folder = workspace.existing(under == null ? "" : under);
    try (Stream<Path> all = Files.walk(folder, DEEPEST)) {
      List<Value.Mapping> files =
          all.filter(Files::isRegularFile)
              .filter(this::isShown)
              .limit(MOST_FILES)
              .sorted(Comparator.comparing(workspace::named))
              .map(this::entry)
              .toList();
      Replies.json(ctx, new Fields().put("files", files).end());
    } catch (IOException | UncheckedIOException broken) {
      throw unreadable(under == null ? "." : under);
    }
  }

  private boolean isShown(Path file) {
    for (Path part : workspace.root().relativize(file)) {
      if (!Workspace.isShown(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private Value.Mapping entry(Path file) {
    var fields = new Fields().put("path", workspace.named(file));
    try {
      fields.put("size", Files.size(file));
      fields.put("changed", Files.getLastModifiedTime(file).toInstant().toString());
    } catch (IOException gone) {
      fields.put("size", 0);
    }
    return fields.end();
  }

  private void read(Context ctx) {
    String path = Asked.parameter(ctx, "path");
    byte[] content = bytes(workspace.existing(path), path);
    String digest = Digest.of(content).hex();
    ctx.header("ETag", "\"" + digest + "\"");
    Replies.json(
        ctx,
        new Fields()
            .put("path", path)
            .put("digest", digest)
            .put("text", text(content, path))
            .end());
  }

  private static byte[] bytes(Path file, String path) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new FaultException(Fault.badRequest("no-file", "'%s' is no file.".formatted(path)));
      }
      if (Files.size(file) > LARGEST) {
        throw new FaultException(
            Fault.of(413, "large-file", "'%s' is too large to be shown.".formatted(path)));
      }
      return Files.readAllBytes(file);
    } catch (IOException broken) {
      throw unreadable(path);
    }
  }

  private static String text(byte[] content, String path) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      throw new FaultException(
          Fault.of(415, "no-text", "'%s' is no text in UTF-8.".formatted(path)));
    }
  }

  private void save(Context ctx) {
    String path = Asked.parameter(ctx, "path");
    byte[] content = Asked.of(ctx, bodies).text("text").getBytes(StandardCharsets.UTF_8);
    Path target = workspace.target(path);
    saving.lock();
    try {
      checkVersion(ctx, target, path);
      write(target, content);
    } catch (IOException broken) {
      throw unreadable(path);
    } finally {
      saving.unlock();
    }
    String digest = Digest.of(content).hex();
    happenings.tell("file", told(path, "saved", digest, ctx));
    ctx.header("ETag", "\"" + digest + "\"");
    Replies.json(ctx, new Fields().put("path", path).put("digest", digest).end());
  }

  private static void checkVersion(Context ctx, Path target, String path) {
    @Nullable String seen = ctx.header("If-Match");
    boolean isThere = Files.exists(target);
    if (seen == null && !"*".equals(ctx.header("If-None-Match"))) {
      throw new FaultException(
          Fault.of(
              428,
              "version-needed",
              "Say which version you have seen: If-Match: \"DIGEST\", or If-None-Match: *."));
    }
    if (seen == null ? isThere : !isThere || !seen.equals(version(target, path))) {
      throw new FaultException(
          Fault.of(412, "changed-meanwhile", "'%s' was changed by somebody else.".formatted(path)));
    }
  }

  private static String version(Path file, String path) {
    return "\"" + Digest.of(bytes(file, path)).hex() + "\"";
  }

  /// Whole or not at all, whoever reads meanwhile.
  private static void write(Path target, byte[] content) throws IOException {
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("no folder");
    }
    Files.createDirectories(folder);
    Path written = Files.createTempFile(folder, ".studio-", ".tmp");
    try {
      Files.write(written, content);
      if (Files.exists(target)) {
        copyRights(target, written);
      }
      Files.move(
          written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void copyRights(Path from, Path to) throws IOException {
    try {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    } catch (UnsupportedOperationException noPosix) {
      // a file system without such rights
    }
  }

  private void delete(Context ctx) {
    String path = Asked.parameter(ctx, "path");
    Path target = workspace.target(path);
    saving.lock();
    try {
      checkVersion(ctx, target, path);
      Files.deleteIfExists(target);
    } catch (IOException broken) {
      throw unreadable(path);
    } finally {
      saving.unlock();
    }
    happenings.tell("file", told(path, "deleted", "", ctx));
    Replies.json(ctx, Value.Mapping.EMPTY);
  }

  private void move(Context ctx) {
    Asked asked = Asked.of(ctx, bodies);
    String from = asked.text("from");
    String to = asked.text("to");
    Path source = workspace.existing(from);
    Path target = workspace.target(to);
    saving.lock();
    try {
      if (Files.exists(target)) {
        throw new FaultException(
            Fault.of(412, "changed-meanwhile", "'%s' is there already.".formatted(to)));
      }
      Path folder = target.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.move(source, target);
    } catch (IOException broken) {
      throw unreadable(from);
    } finally {
      saving.unlock();
    }
    happenings.tell("file", told(from, "deleted", "", ctx));
    happenings.tell("file", told(to, "saved", "", ctx));
    Replies.json(ctx, new Fields().put("path", to).end());
  }

  private static Value.Mapping told(String path, String what, String digest, Context ctx) {
    return new Fields()
        .put("path", path)
        .put("what", what)
        .put("digest", digest)
        .put("page", ctx.header("X-Studio-Page") == null ? "" : ctx.header("X-Studio-Page"))
        .end();
  }

  private static FaultException unreadable(String path) {
    return new FaultException(
        Fault.of(409, "unreadable", "'%s' can't be read or written here.".formatted(path)));
  }
}
