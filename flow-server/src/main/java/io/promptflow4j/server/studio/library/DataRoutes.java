package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.dataset.file.DataFiles;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.studio.Asked;
import io.promptflow4j.server.studio.ChangeTrail;
import io.promptflow4j.server.studio.Desk;
import io.promptflow4j.server.studio.Workbench;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/data…`: named data sets, the data files of the workspace, and their rows.
public final class DataRoutes {

  private static final Set<String> ENDS = Set.of("jsonl", "csv", "tsv", "parquet");
  private static final Set<String> PASSED = Set.of("node_modules", "target", "__pycache__");
  private static final int MOST_FILES = 500;
  private static final int DEEPEST = 8;
  private static final long MOST_ROWS = 500;
  private static final String DATA = "/api/studio/data";

  private final Workbench bench;
  private final Desk desk;

  public DataRoutes(Workbench bench, Desk desk) {
    this.bench = bench;
    this.desk = desk;
  }

  public void addTo(RoutesConfig routes) {
    routes.get(DATA, Desk.guarded(this::list), Needs.VIEWER);
    routes.post(DATA, Desk.guarded(this::register), Needs.AUTHOR);
    routes.get(DATA + "/named/{name}", Desk.guarded(this::versions), Needs.VIEWER);
    routes.get(DATA + "/rows", Desk.guarded(this::rows), Needs.VIEWER);
  }

  private void list(Context ctx) throws IOException {
    var files = new ArrayList<Value.Mapping>();
    Files.walkFileTree(
        bench.root(),
        EnumSet.noneOf(FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes known) {
            String name = String.valueOf(folder.getFileName());
            boolean isPassed = PASSED.contains(name) || name.startsWith(".");
            return isPassed && !folder.equals(bench.root())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes known) {
            if (known.isRegularFile() && isData(file)) {
              files.add(
                  new Fields()
                      .put("path", bench.shown(file.toString()))
                      .put("size", known.size())
                      .put("changed", known.lastModifiedTime().toInstant().toString())
                      .end());
            }
            return files.size() < MOST_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
          }
        });
    Replies.json(
        ctx,
        new Fields()
            .put("named", bench.store().data().list().stream().map(this::named).toList())
            .put("files", files)
            .end());
  }

  private static boolean isData(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ENDS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private Value.Mapping named(NamedData data) {
    var tags = new Fields();
    data.tags().forEach(tags::put);
    return new Fields()
        .put("name", data.name())
        .put("version", data.version())
        .put("path", bench.shown(data.path()))
        .put("digest", data.digest())
        .put("rows", data.rows())
        .put("description", data.description())
        .put("tags", tags)
        .put("created", data.created().toString())
        .end();
  }

  private void versions(Context ctx) {
    List<NamedData> versions = bench.store().data().versions(ctx.pathParam("name"));
    if (versions.isEmpty()) {
      throw nothing();
    }
    Replies.json(
        ctx, new Fields().put("versions", versions.stream().map(this::named).toList()).end());
  }

  private static FaultException nothing() {
    return new FaultException(Fault.of(404, "no-such-data", "There is no data of that name."));
  }

  private void register(Context ctx) {
    Asked asked = desk.asked(ctx).only("name", "path", "description", "tags");
    Path path = bench.existing(asked.need("path"));
    DataCheck check;
    try (DataSet rows = DataFiles.open(DataSource.of(path.toString()))) {
      check = DataCheck.of(rows);
    }
    if (!check.isClean()) {
      throw new FaultException(Fault.of(422, "bad-data", Desk.text(check.problems())));
    }
    NamedData kept =
        bench
            .store()
            .data()
            .register(
                new NamedData(
                    asked.need("name"),
                    1,
                    path.toString(),
                    check.digest(),
                    check.rows(),
                    asked.texts("tags"),
                    asked.text("description").orElse(""),
                    bench.clock().instant()));
    ChangeTrail.says(ctx, "data.create", kept.reference().toString());
    Replies.json(ctx.status(201), named(kept));
  }

  /// Some rows of a data set: `?data=NAME:VERSION` or a file of the workspace.
  private void rows(Context ctx) {
    @Nullable String wanted = ctx.queryParam("data");
    long from = Desk.number(ctx, "from", 0, 100_000_000);
    long most = Desk.number(ctx, "most", 50, MOST_ROWS);
    var rows = new ArrayList<Value.Mapping>();
    boolean more = false;
    try (DataSet data = DataFiles.open(source(wanted == null ? "" : wanted));
        RowReader reader = data.rows()) {
      RowOrProblem read = reader.read();
      for (long number = 0; read != null && number < from + most; number++) {
        if (number >= from) {
          rows.add(shown(read));
        }
        read = reader.read();
      }
      more = read != null;
    }
    Replies.json(ctx, new Fields().put("rows", rows).put("more", more).end());
  }

  private DataSource source(String wanted) {
    return DataReference.parse(wanted)
        .map(reference -> {
          NamedData named = bench.store().data().find(reference).orElseThrow(DataRoutes::nothing);
          return DataSource.of(named.path());
        })
        .orElseGet(() -> {
          Path file = bench.existing(wanted);
          if (!Files.isRegularFile(file)) {
            throw nothing();
          }
          return DataSource.of(file.toString());
        });
  }

  private static Value.Mapping shown(RowOrProblem read) {
    var fields = new Fields().put("line", read.number());
    return switch (read) {
      case RowOrProblem.Row row -> fields.put("data", row.columns()).end();
      case RowOrProblem.BrokenRow broken -> fields.put("problem", broken.problem().message()).end();
    };
  }
}
