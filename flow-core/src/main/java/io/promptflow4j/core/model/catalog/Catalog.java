package io.promptflow4j.core.model.catalog;

import io.promptflow4j.core.source.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every offering there is to know of. Immutable.
///
/// ```java
/// Catalog catalog = Catalogs.of(folder, System.getenv());
/// if (catalog.find("azure/gpt-35-turbo") instanceof Lookup.Found found) {
///   found.first().limits().context();
/// }
/// ```
public final class Catalog {

  /// Other words for providers: those of connection types and of other programs.
  private static final Map<String, String> PROVIDER_WORDS =
      Map.ofEntries(
          Map.entry("open_ai", "openai"),
          Map.entry("azure_open_ai", "azure"),
          Map.entry("azure_openai", "azure"),
          Map.entry("azure-openai", "azure"),
          Map.entry("azure_ai", "azure"),
          Map.entry("bedrock", "amazon-bedrock"),
          Map.entry("dashscope", "alibaba"),
          Map.entry("fireworks", "fireworks-ai"),
          Map.entry("github_models", "github-models"),
          Map.entry("hugging_face", "huggingface"),
          Map.entry("together", "togetherai"),
          Map.entry("zhipu", "zai"),
          Map.entry("gemini", "google"),
          Map.entry("vertex_ai", "google-vertex"),
          Map.entry("nvidia_nim", "nvidia"),
          Map.entry("together_ai", "togetherai"),
          Map.entry("fireworks_ai", "fireworks-ai"),
          Map.entry("meta", "llama"),
          Map.entry("moonshot", "moonshotai"));

  private static final int NEAREST = 8;
  private static final Pattern HOST = Pattern.compile("https?://([^/:]+)");

  private final List<Provider> providers;
  private final List<Model> models;
  private final List<Offering> offerings;
  private final Names names;

  /// @param providers in the order in which they are shown
  /// @param models those that somebody offers, and others
  public Catalog(List<Provider> providers, List<Model> models, List<Offering> offerings) {
    this.providers = List.copyOf(providers);
    this.models = List.copyOf(models);
    this.offerings = List.copyOf(offerings);
    this.names = new Names(this.offerings);
  }

  public List<Provider> providers() {
    return providers;
  }

  public List<Model> models() {
    return models;
  }

  public List<Offering> offerings() {
    return offerings;
  }

  /// What `name` means. In this order it is tried as `provider/model` (with `@region` if need be),
  /// as the id of a model (`publisher/name`), and as the name alone that any provider has for it.
  /// Capital letters make no difference.
  public Lookup find(String name) {
    List<Offering> found = offered(name);
    return found.isEmpty()
        ? new Lookup.Unknown(name, nearest(name.strip().toLowerCase(Locale.ROOT)))
        : new Lookup.Found(found);
  }

  /// As [#find], at one provider only.
  public Lookup find(String provider, String model) {
    List<Offering> there = offered(provider, model);
    return there.isEmpty() ? find(providerId(provider) + "/" + model) : new Lookup.Found(there);
  }

  /// What [#find] finds, without the work of looking for names that are near; empty if nothing.
  public List<Offering> offered(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    for (Map<String, List<Offering>> tier : names.tiers()) {
      List<Offering> found = tier.getOrDefault(wanted, tier.get(translated(wanted)));
      if (found != null) {
        return found;
      }
    }
    return List.of();
  }

  /// As [#offered], at one provider only.
  public List<Offering> offered(String provider, String model) {
    String at = providerId(provider);
    List<Offering> there =
        offered(model).stream().filter(one -> one.provider().id().equals(at)).toList();
    return there.isEmpty() ? offered(at + "/" + model) : there;
  }

  /// The id of the provider that is meant by a word for it.
  public static String providerId(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return PROVIDER_WORDS.getOrDefault(lower, lower);
  }

  /// The provider that a connection reaches.
  ///
  /// The type says it, but for `open_ai` and `serverless`: behind an address that is not their own
  /// may be anyone, so there the provider is the one whose endpoint has the same host, if there is
  /// one.
  ///
  /// @param type the connection's type, as connection files write it
  /// @param address the address it was given, if any
  public Optional<Provider> providerBehind(String type, Optional<String> address) {
    Optional<String> host = address.flatMap(Catalog::host);
    boolean isAnybody = type.equals("open_ai") || type.equals("serverless");
    return isAnybody && host.isPresent()
        ? providers.stream()
            .filter(one -> one.endpoint().flatMap(Catalog::host).equals(host))
            .findFirst()
        : providers.stream()
            .filter(one -> one.connection().filter(type::equals).isPresent())
            .findFirst();
  }

  private static Optional<String> host(String address) {
    Matcher matcher = HOST.matcher(address.strip().toLowerCase(Locale.ROOT));
    return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String translated(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : providerId(name.substring(0, slash)) + name.substring(slash);
  }

  private List<Offering> nearest(String wanted) {
    var found = new LinkedHashSet<Offering>();
    Map<String, List<Offering>> byName = names.tiers().getLast();
    String bare = wanted.substring(wanted.lastIndexOf('/') + 1);
    for (String asked : wanted.equals(bare) ? List.of(wanted) : List.of(wanted, bare)) {
      Set<String> left = new LinkedHashSet<>(byName.keySet());
      while (found.size() < NEAREST) {
        var next = Suggestion.closest(asked, left);
        if (next.isEmpty()) {
          break;
        }
        found.addAll(byName.getOrDefault(next.get(), List.of()));
        left.remove(next.get());
      }
    }
    containing(byName, bare).forEach(found::addAll);
    return found.stream().limit(NEAREST).toList();
  }

  private static Stream<List<Offering>> containing(
      Map<String, List<Offering>> byName, String part) {
    return part.length() < 3
        ? Stream.of()
        : byName.entrySet().stream()
            .filter(entry -> entry.getKey().contains(part))
            .sorted(
                Comparator.comparingInt((Map.Entry<String, ?> entry) -> entry.getKey().length())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getValue);
  }

  /// The names of offerings, put in order when somebody first looks one up. What is built is
  /// published safely, and building it twice does no harm.
  private static final class Names {
    private final Collection<Offering> offerings;
    private volatile List<Map<String, List<Offering>>> tiers = List.of();

    Names(Collection<Offering> offerings) {
      this.offerings = offerings;
    }

    /// From the most exact names to the barest.
    List<Map<String, List<Offering>>> tiers() {
      if (tiers.isEmpty()) {
        var full = new HashMap<String, List<Offering>>();
        var models = new HashMap<String, List<Offering>>();
        var bare = new HashMap<String, List<Offering>>();
        offerings.forEach(offering -> add(offering, full, models, bare));
        Stream.of(full, models, bare)
            .forEach(tier -> tier.values().forEach(list -> list.sort(Names::ownFirst)));
        tiers = List.of(full, models, bare);
      }
      return tiers;
    }

    private static void add(
        Offering offering,
        Map<String, List<Offering>> full,
        Map<String, List<Offering>> models,
        Map<String, List<Offering>> bare) {
      String provider = offering.provider().id() + "/";
      put(full, provider + offering.id(), offering);
      offering.region().ifPresent(_ -> put(full, offering.name(), offering));
      put(models, offering.model().id(), offering);
      put(bare, offering.id(), offering);
      put(bare, offering.id().substring(offering.id().lastIndexOf('/') + 1), offering);
      put(bare, offering.model().shortId(), offering);
      for (String alias : offering.aliases()) {
        put(full, provider + alias, offering);
        put(bare, alias, offering);
      }
    }

    private static void put(Map<String, List<Offering>> names, String name, Offering offering) {
      List<Offering> there =
          names.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(2));
      if (there.isEmpty() || !there.getLast().equals(offering)) {
        there.add(offering);
      }
    }

    /// The maker's own offering first, then those without a region, else as in the catalog.
    private static int ownFirst(Offering one, Offering other) {
      return Integer.compare(rank(one), rank(other));
    }

    private static int rank(Offering offering) {
      boolean own = providerId(offering.model().publisher()).equals(offering.provider().id());
      return (own ? 0 : 2) + (offering.region().isPresent() ? 1 : 0);
    }
  }
}
