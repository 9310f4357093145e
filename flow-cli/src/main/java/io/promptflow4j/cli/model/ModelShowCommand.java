package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.choice.OfferingJson;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf model show`: all that is known of a model, and who offers it.
@Command(
    name = "show",
    description = "Show what the catalog knows of a model, and who offers it.",
    footer = {"", "Example: pf model show azure/gpt-35-turbo (or: pf model show gpt-4o)"})
public final class ModelShowCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private DayOption day = new DayOption();

  @Parameters(
      paramLabel = "MODEL",
      description = "provider/model, publisher/model, or the model's name alone.")
  private String name = "";

  private final Terminal terminal;

  public ModelShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDate on = day.day();
    var found = new ArrayList<Offering>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              found.addAll(OpenCatalog.of(terminal).find(name));
              return json(found, on);
            },
            _ -> text(found, on));
  }

  private Value json(List<Offering> found, LocalDate on) {
    return new Fields()
        .put("asked", name)
        .put("offerings", OfferingJson.list(found, one -> OfferingJson.whole(one, on)))
        .end();
  }

  private String text(List<Offering> found, LocalDate on) {
    var text = new OfferingText(on);
    String first = text.details(found.getFirst());
    return found.size() == 1
        ? first
        : first
            + "\n\nAlso offered as\n"
            + text.table(found.subList(1, found.size()), terminal.width());
  }
}
