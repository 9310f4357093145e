package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.catalog.choice.OfferingFilter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `pf model list`: the offerings of the catalog that fit the options.
@Command(
    name = "list",
    description = "List the models of the catalog, as each provider offers them.",
    footer = {"", "Example: pf model list --can tools,image_input --max-input-price 1"})
public final class ModelListCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FilterOptions options = new FilterOptions();
  @Mixin private ListOptions list = new ListOptions();

  private final Terminal terminal;

  public ModelListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    list.check();
    OfferingFilter filter = options.filter(List.of());
    return new Reply(terminal, common)
        .work(() -> {
          var offerings = OpenCatalog.of(terminal).catalog().offerings();
          return list.print(
              offerings.stream().filter(filter::fits).toList(), filter.day(), common, terminal);
        });
  }
}
