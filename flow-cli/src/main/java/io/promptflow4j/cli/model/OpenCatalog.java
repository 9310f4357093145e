package io.promptflow4j.cli.model;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.file.CatalogException;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// The catalog that somebody at `terminal` means.
final class OpenCatalog {

  private final Catalog catalog;

  private OpenCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  /// Reads it. Mistakes of the person's own catalog file are told, each on a line of its own.
  ///
  /// @throws CommandFailure if that file has mistakes
  static OpenCatalog of(Terminal terminal) {
    try {
      return new OpenCatalog(
          Catalogs.of(terminal.path(Path.of("")).toAbsolutePath(), terminal.environment()));
    } catch (CatalogException wrong) {
      wrong.diagnostics().forEach(one -> terminal.tell(Printable.line(one.toString())));
      throw new CommandFailure(
          "bad-catalog",
          "%s (%d in all)"
              .formatted(wrong.diagnostics().getFirst().message(), wrong.diagnostics().size()),
          wrong);
    }
  }

  Catalog catalog() {
    return catalog;
  }

  /// The offerings that go by a name.
  ///
  /// @throws CommandFailure if nothing does; the message has the nearest names and who offers them
  List<Offering> find(String name) {
    return switch (catalog.find(name)) {
      case Lookup.Found(var offerings) -> offerings;
      case Lookup.Unknown(_, var nearest) ->
          throw new CommandFailure(
              "no-such-model",
              "the catalog has no model '%s'%s".formatted(Printable.line(name), instead(nearest)));
    };
  }

  private static String instead(List<Offering> nearest) {
    return nearest.isEmpty()
        ? "; look for it with pf model search, or write it into a catalog file"
        : ". Near it are "
            + nearest.stream()
                .map(
                    one -> "'%s' (%s)".formatted(one.name(), Printable.line(one.provider().name())))
                .collect(Collectors.joining(", "));
  }
}
