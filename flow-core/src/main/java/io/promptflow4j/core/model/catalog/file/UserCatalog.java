package io.promptflow4j.core.model.catalog.file;

import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Model;
import io.promptflow4j.core.model.catalog.Offering;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.cost.Provenance;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads somebody's own catalog file over another catalog: what has a name that is there already is
/// changed in the fields that are written, the rest is added.
final class UserCatalog {

  private static final Set<String> KEYS = Set.of("$schema", "providers", "models", "offerings");

  private final SourceText source;
  private final Diagnostics found = new Diagnostics();
  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final Map<String, Model> models = new LinkedHashMap<>();
  private final Map<String, Offering> offerings = new LinkedHashMap<>();
  private final Set<String> written = new HashSet<>();
  private final OfferingReader reader;

  UserCatalog(SourceText source, Catalog under) {
    this.source = source;
    under.providers().forEach(one -> providers.put(one.id(), one));
    under.models().forEach(one -> models.put(one.id(), one));
    under.offerings().forEach(one -> offerings.put(one.name(), one));
    this.reader = new OfferingReader((_, _) -> new Provenance(source.file(), Optional.empty()));
  }

  /// @throws CatalogException with every mistake and its place
  Catalog read() {
    Optional<Entry> document = EntryReader.yaml(source, found);
    if (document.isPresent() && document.get() instanceof Entry.Group group) {
      read(new Fields(group, found));
    } else if (document.isPresent()) {
      found.error(
          "catalog-file",
          Place.startOf(source.file()),
          "a catalog file is a mapping with 'providers', 'models' and 'offerings'");
    }
    if (found.hasErrors()) {
      throw new CatalogException(found.sorted());
    }
    return new Catalog(
        List.copyOf(providers.values()),
        List.copyOf(models.values()),
        List.copyOf(offerings.values()));
  }

  private void read(Fields document) {
    document.checkKeys("a catalog file", KEYS);
    for (Fields fields : Fields.each(document.named("providers"), "providers", found)) {
      ProviderReader.checkKeys(fields);
      Optional<String> id = fields.text("id");
      ProviderReader.read(fields, id.map(providers::get)).ifPresent(one -> add(fields, one));
    }
    for (Fields fields : Fields.each(document.named("models"), "models", found)) {
      Optional<String> id = fields.text("id");
      ModelReader.read(fields, id.map(models::get)).ifPresent(one -> add(fields, one));
    }
    for (Fields fields : Fields.each(document.named("offerings"), "offerings", found)) {
      readOffering(fields);
    }
  }

  private void add(Fields fields, Provider provider) {
    checkNew(fields, "provider", provider.id());
    providers.put(provider.id(), provider);
  }

  private void add(Fields fields, Model model) {
    checkNew(fields, "model", model.id());
    models.put(model.id(), model);
  }

  private void checkNew(Fields fields, String what, String name) {
    if (!written.add(what + " " + name)) {
      fields.error(
          "catalog-duplicate",
          fields.place(),
          "the %s '%s' stands in this file a second time".formatted(what, name));
    }
  }

  private void readOffering(Fields fields) {
    OfferingReader.checkKeys(fields);
    Optional<String> at = fields.needed("an offering", "provider").map(Catalog::providerId);
    Optional<String> id = fields.needed("an offering", "id");
    if (at.isEmpty() || id.isEmpty()) {
      return;
    }
    String name =
        at.get() + "/" + id.get() + fields.text("region").map(where -> "@" + where).orElse("");
    Optional<Offering> before = Optional.ofNullable(offerings.get(name));
    Provider provider = providers.computeIfAbsent(at.get(), Provider::named);
    Optional<Model> model = model(fields, name, before);
    if (model.isPresent()) {
      checkNew(fields, "offering", name);
      offerings.put(name, reader.read(fields, provider, id.get(), model.get(), before));
    }
  }

  /// The model that is named; else that of the offering that is changed; else one of which nothing
  /// is known but what the offering says.
  private Optional<Model> model(Fields fields, String name, Optional<Offering> before) {
    Optional<String> named = fields.text("model");
    if (named.isPresent()) {
      Model model = models.get(named.get());
      if (model == null) {
        fields.error(
            "catalog-unknown-model",
            fields.placeOf("model"),
            "there is no model '%s'; describe it under 'models', or leave 'model' out.%s"
                .formatted(named.get(), Suggestion.didYouMean(named.get(), models.keySet())));
      }
      return Optional.ofNullable(model);
    }
    return before
        .map(old -> models.getOrDefault(old.model().id(), old.model()))
        .or(() -> Optional.of(bare(name)));
  }

  private static Model bare(String name) {
    String plain = name.contains("@") ? name.substring(0, name.indexOf('@')) : name;
    return Model.named(plain);
  }
}
