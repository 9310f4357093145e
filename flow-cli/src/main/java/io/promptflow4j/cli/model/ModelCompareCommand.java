package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.choice.OfferingJson;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf model compare`: models side by side.
@Command(
    name = "compare",
    description = "Show what the catalog knows of several models, side by side.",
    footer = {
      "",
      "Example: pf model compare openai/gpt-4o-mini mistral/mistral-small-latest",
      "How good their answers are, pf compare says."
    })
public final class ModelCompareCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private DayOption day = new DayOption();

  @Parameters(arity = "2..*", paramLabel = "MODEL", description = "Names of models.")
  private List<String> names = new ArrayList<>();

  private final Terminal terminal;

  public ModelCompareCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    LocalDate on = day.day();
    var chosen = new ArrayList<Offering>();
    return new Reply(terminal, common)
        .tell(
            () -> {
              var open = OpenCatalog.of(terminal);
              names.forEach(name -> chosen.add(open.find(name).getFirst()));
              return OfferingJson.list(chosen, one -> OfferingJson.whole(one, on));
            },
            _ -> new OfferingText(on).comparison(chosen, terminal.width()));
  }
}
