package io.promptflow4j.cli.model;

import io.promptflow4j.cli.report.Reply;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.catalog.Lookup;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.choice.OfferingFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `pf model search`: the offerings in whose names some words stand.
@Command(
    name = "search",
    description = "Find models by words in their names, or by a name that is nearly theirs.",
    footer = {"", "Example: pf model search llama 70b --provider groq,huggingface"})
public final class ModelSearchCommand implements Callable<Integer> {

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private FilterOptions options = new FilterOptions();
  @Mixin private ListOptions list = new ListOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "WORD",
      description = "Words that all stand in the name of the model or of its provider.")
  private List<String> words = new ArrayList<>();

  private final Terminal terminal;

  public ModelSearchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    list.check();
    OfferingFilter filter = options.filter(words);
    return new Reply(terminal, common)
        .work(() -> list.print(search(filter), filter.day(), common, terminal));
  }

  private List<Offering> search(OfferingFilter filter) {
    var catalog = OpenCatalog.of(terminal).catalog();
    List<Offering> found = catalog.offerings().stream().filter(filter::fits).toList();
    if (!found.isEmpty()) {
      return exactFirst(found);
    }
    OfferingFilter others = options.filter(List.of());
    return catalog.find(String.join("-", words)) instanceof Lookup.Unknown(_, var nearest)
        ? nearest.stream().filter(others::fits).toList()
        : List.of();
  }

  private List<Offering> exactFirst(List<Offering> found) {
    String whole = String.join("-", words);
    var exact = new ArrayList<>(found.stream().filter(one -> isCalled(one, whole)).toList());
    found.stream().filter(one -> !isCalled(one, whole)).forEach(exact::add);
    return exact;
  }

  private static boolean isCalled(Offering offering, String name) {
    return offering.id().equalsIgnoreCase(name)
        || offering.model().shortId().equalsIgnoreCase(name)
        || offering.aliases().stream().anyMatch(name::equalsIgnoreCase);
  }
}
