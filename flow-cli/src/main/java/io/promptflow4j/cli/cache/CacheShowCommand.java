package io.promptflow4j.cli.cache;

import io.promptflow4j.cli.report.Grid;
import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.workspace.OpenWorkspace;
import io.promptflow4j.core.execution.cache.AnswerCache;
import io.promptflow4j.core.execution.cache.AnswerCache.Content;
import io.promptflow4j.core.execution.cache.AnswerCache.Entry;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pf cache show`: how much the workspace keeps, and the newest answers with who asked for them.
@Command(
    name = "show",
    description = "Show how many answers the workspace keeps, and the newest of them.",
    footer = {
      "",
      "PF_CACHE_SIZE says how much is kept, such as 500MB (1GB if not set); what was not used for",
      "the longest time goes first."
    })
public final class CacheShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-r", "--max-results"},
      paramLabel = "N",
      description = "How many answers are listed; 10 if not said.")
  private int most = 10;

  private final Terminal terminal;

  public CacheShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /// What is shown.
  private record Shown(Content content, List<Entry> entries) {}

  @Override
  public Integer call() {
    checkLimit();
    return new Reply(terminal, common)
        .tell(() -> json(read()), written -> text((Value.Mapping) written));
  }

  private Shown read() {
    try (var workspace = OpenWorkspace.of(terminal)) {
      AnswerCache cache = workspace.store().answers();
      return new Shown(cache.content(), cache.newest(Math.max(0, most)));
    }
  }

  private void checkLimit() {
    terminal
        .variable(CacheSettings.LIMIT_VARIABLE)
        .filter(written -> CacheSettings.limit(written).isEmpty())
        .ifPresent(written ->
            terminal.tell(
                "pf: warning: %s is no size; write 500MB or 2GB"
                    .formatted(CacheSettings.LIMIT_VARIABLE)));
  }

  private Value.Mapping json(Shown shown) {
    Content content = shown.content();
    return new Fields()
        .put("answers", content.answers())
        .put("bytes", content.bytes())
        .put("limit", CacheSettings.OFF.limitedBy(terminal.environment()).most())
        .put("given", content.given())
        .put(
            "oldest", content.oldest().map(when -> when.truncatedTo(ChronoUnit.SECONDS).toString()))
        .put("newest", Value.of(shown.entries().stream().map(CacheShowCommand::json).toList()))
        .end();
  }

  private static Value json(Entry entry) {
    Optional<Origin> maker = Origin.maker(entry.answer().call());
    return new Fields()
        .put("key", entry.answer().key().hex())
        .put("node", entry.answer().node())
        .put(
            "model",
            entry.answer().call().facts().get("model") instanceof Value.Text text
                ? text
                : Value.Null.NULL)
        .put("run", maker.flatMap(Origin::run))
        .put("line", maker.<Value>map(one -> Value.of(one.line())).orElse(Value.Null.NULL))
        .put("when", maker.map(one -> one.when().truncatedTo(ChronoUnit.SECONDS).toString()))
        .put("tokens", entry.answer().call().usage().total())
        .put("cost", CostValue.of(CostValue.read(entry.answer().call().facts().get("cost"))))
        .put("given", entry.given())
        .put("bytes", entry.bytes())
        .end();
  }

  private String text(Value.Mapping shown) {
    String head =
        "%s answers, %s of %s bytes; given again %s times."
            .formatted(
                cell(shown, "answers"),
                cell(shown, "bytes"),
                cell(shown, "limit"),
                cell(shown, "given"));
    if (!(shown.get("newest") instanceof Value.Sequence(var entries)) || entries.isEmpty()) {
      return head;
    }
    List<String> columns = List.of("node", "model", "run", "line", "when", "tokens", "given");
    var grid = new Grid(columns);
    for (Value entry : entries) {
      grid.add(columns.stream().map(column -> cell((Value.Mapping) entry, column)).toList());
    }
    return head + "\n" + grid.text(terminal.width());
  }

  private static String cell(Value.Mapping entry, String column) {
    return switch (entry.get(column)) {
      case null -> "";
      case Value.Null _ -> "-";
      case Value.Text(var text) -> text;
      case Value other -> Json.write(other);
    };
  }
}
