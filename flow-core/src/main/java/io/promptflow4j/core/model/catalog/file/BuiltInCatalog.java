package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Model;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.cost.Provenance;
import io.promptflow4j.core.source.Diagnostics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the catalog that comes with the program: `providers.jsonl`, `models.jsonl`, and a file of
/// offerings for each provider.
final class BuiltInCatalog {

  private final Diagnostics found = new Diagnostics();
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final List<Provider> providers = new ArrayList<>();
  private final List<Offering> offerings = new ArrayList<>();

  /// @throws IllegalStateException if the files don't fit the program
  Catalog read() {
    for (Fields fields : lines("models.jsonl")) {
      ModelReader.read(fields, Optional.empty()).ifPresent(model -> models.put(model.id(), model));
    }
    for (Fields fields : lines("providers.jsonl")) {
      ProviderReader.read(fields, Optional.empty()).ifPresent(one -> readProvider(fields, one));
    }
    if (found.hasErrors()) {
      throw new IllegalStateException("the built-in catalog: " + found.sorted().getFirst());
    }
    return new Catalog(providers, List.copyOf(models.values()), offerings);
  }

  private void readProvider(Fields fields, Provider provider) {
    providers.add(provider);
    Map<String, Provenance> sources = sources(fields);
    var reader =
        new OfferingReader((id, word) -> {
          Provenance source = sources.get(word.orElse("models.dev"));
          return source == null
              ? new Provenance("Promptflow4j", Optional.empty())
              : new Provenance(source.source().replace("{id}", id), source.captured());
        });
    for (Fields line : lines("offerings/" + provider.id() + ".jsonl")) {
      String id = line.text("id").orElse("");
      Model model = models.get(line.text("model").orElse(""));
      if (model == null) {
        throw new IllegalStateException("no model for '%s/%s'".formatted(provider.id(), id));
      }
      offerings.add(reader.read(line, provider, id, model, Optional.empty()));
    }
  }

  private Map<String, Provenance> sources(Fields provider) {
    var sources = new LinkedHashMap<String, Provenance>();
    if (provider.named("sources").map(Entry.Named::value).orElse(null)
        instanceof Entry.Group(_, var entries)) {
      entries.forEach((word, named) -> {
        if (named.value() instanceof Entry.Group group) {
          var source = new Fields(group, found);
          sources.put(word, new Provenance(source.text("url").orElse(""), source.date("captured")));
        }
      });
    }
    return sources;
  }

  private List<Fields> lines(String name) {
    try (InputStream bytes = BuiltInCatalog.class.getResourceAsStream(name)) {
      if (bytes == null) {
        throw new IllegalStateException("the built-in catalog lacks '%s'".formatted(name));
      }
      var all = new ArrayList<Fields>();
      for (Entry entry : EntryReader.lines(name, bytes, found)) {
        if (entry instanceof Entry.Group group) {
          all.add(new Fields(group, found));
        }
      }
      return all;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
