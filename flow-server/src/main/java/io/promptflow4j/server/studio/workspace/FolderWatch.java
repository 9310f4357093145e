package io.promptflow4j.server.studio.workspace;

import io.promptflow4j.core.value.Fields;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/// Tells when a file of a workspace changes, whoever changed it. A thread of its own watches until
/// it is closed.
public final class FolderWatch implements AutoCloseable {

  private static final int MOST_FOLDERS = 2_000;

  private final Workspace workspace;
  private final Happenings happenings;
  private final WatchService service;
  private int folders;

  private FolderWatch(Workspace workspace, Happenings happenings, WatchService service) {
    this.workspace = workspace;
    this.happenings = happenings;
    this.service = service;
  }

  /// Begins to watch.
  ///
  /// @param log takes a line if that can't be done: changes are then seen when a page is loaded
  public static AutoCloseable begin(
      Workspace workspace, Happenings happenings, Consumer<String> log) {
    try {
      var watch =
          new FolderWatch(
              workspace, happenings, workspace.root().getFileSystem().newWatchService());
      watch.register(workspace.root());
      var _ = Thread.ofVirtual().name("studio-watch").start(watch::watch);
      return watch;
    } catch (IOException unable) {
      log.accept("changes of files can't be watched: " + unable.getMessage());
      return () -> {};
    }
  }

  private void register(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes)
              throws IOException {
            boolean isShown =
                one.equals(workspace.root())
                    || Workspace.isShown(String.valueOf(one.getFileName()));
            if (!isShown || folders >= MOST_FOLDERS) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            folders++;
            one.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = service.take();
        for (WatchEvent<?> event : key.pollEvents()) {
          tell(key, event);
        }
        boolean _ = key.reset();
      }
    } catch (ClosedWatchServiceException ended) {
      // the studio was closed
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(WatchKey key, WatchEvent<?> event) {
    if (!(event.context() instanceof Path name
        && key.watchable() instanceof Path folder
        && Workspace.isShown(name.toString()))) {
      return;
    }
    Path file = folder.resolve(name);
    boolean isGone = event.kind().equals(StandardWatchEventKinds.ENTRY_DELETE);
    if (Files.isDirectory(file)) {
      try {
        register(file);
      } catch (IOException gone) {
        return;
      }
    }
    happenings.tell(
        "file",
        new Fields()
            .put("path", workspace.named(file))
            .put("what", isGone ? "deleted" : "changed")
            .put("digest", "")
            .put("page", "")
            .end());
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
