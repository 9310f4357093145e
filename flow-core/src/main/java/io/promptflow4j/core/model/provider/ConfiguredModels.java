package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.billing.ConnectionPrices;
import io.promptflow4j.core.model.billing.PricedModel;
import io.promptflow4j.core.model.billing.ProjectPrices;
import io.promptflow4j.core.model.budget.BudgetedModel;
import io.promptflow4j.core.model.budget.DayBudget;
import io.promptflow4j.core.model.budget.WorkspaceLedger;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionResolver;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.KnownSecrets;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.traffic.CallLimits;
import io.promptflow4j.core.model.traffic.FallbackModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The models and connections of one machine and one flow. Thread-safe.
///
/// A connection is looked up and opened when it is first asked for, once, and kept until this is
/// closed. For a name that is configured nowhere, a `scripted.yaml` beside the flow answers, else
/// the account that `OPENAI_API_KEY` or `AZURE_OPENAI_API_KEY` names; both with a notice.
public final class ConfiguredModels implements Models, AutoCloseable {

  private static final String RULES = "scripted.yaml";
  private final ModelSettings settings;
  private final List<ModelProvider> providers;
  private final ServiceLoad load = new ServiceLoad();
  private final CallPolicy policy;
  private final ConnectionSources sources;
  private final ConnectionResolver resolver;
  private final KnownSecrets secrets;
  private final ProjectPrices pricing;
  private final WorkspaceLedger ledger;
  private final Map<String, LanguageModel> answering = new ConcurrentHashMap<>();
  private final Map<String, LanguageModel> opened = new ConcurrentHashMap<>();
  private final Map<String, List<String>> fallbacks = new ConcurrentHashMap<>();
  private final Map<String, ConnectionDraft> described = new ConcurrentHashMap<>();
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();

  public ConfiguredModels(ModelSettings settings, List<ModelProvider> providers) {
    this.settings = settings;
    this.pricing =
        new ProjectPrices(
            settings.flowFolder().orElse(Path.of("")), settings.environment(), settings.notices());
    this.providers = List.copyOf(providers);
    this.policy = CallPolicy.from(settings.environment()).withLoad(load);
    this.sources =
        new ConnectionSources(settings.files(), settings.store(), settings.environment());
    this.resolver = new ConnectionResolver(settings.environment());
    this.secrets = new KnownSecrets(settings.environment());
    this.ledger = new WorkspaceLedger(settings.environment());
  }

  /// With every provider that `ServiceLoader` finds.
  public static ConfiguredModels with(ModelSettings settings) {
    var found = ServiceLoader.load(ModelProvider.class, ModelProvider.class.getClassLoader());
    return new ConfiguredModels(settings, found.stream().map(ServiceLoader.Provider::get).toList());
  }

  @Override
  public LanguageModel open(Optional<String> name) {
    return answering.computeIfAbsent(name.orElse(""), _ -> asked(() -> choose(name)));
  }

  @Override
  public LanguageModel open(Optional<String> name, String model) {
    return OtherModel.registered(settings.given().names(), name, model, this::open);
  }

  private LanguageModel choose(Optional<String> name) {
    return settings.given().model(name).orElseGet(() -> configured(name));
  }

  private LanguageModel configured(Optional<String> name) {
    return override().map(wanted -> overriding(wanted, name)).orElseGet(() -> openOwn(name));
  }

  @Override
  public Connection connection(String name) {
    return asked(() ->
        connections.computeIfAbsent(
            name,
            wanted ->
                given(wanted)
                    .or(() -> described(wanted))
                    .or(() -> find(wanted))
                    .or(() -> ambient(wanted))
                    .orElseThrow(() -> missing(wanted))));
  }

  @Override
  public Cost cost(Connection connection, Optional<String> model, TokenUsage usage) {
    return pricing.of(connection).of(model, "", usage);
  }

  @Override
  public LanguageModel behind(String name) {
    return asked(() -> openOwn(Optional.of(name)));
  }

  @Override
  public Redaction redaction() {
    return secrets.redaction();
  }

  /// How the services bear the calls of all models that were opened here.
  public ServiceLoad load() {
    return load;
  }

  private static <T> T asked(Supplier<T> lookUp) {
    try {
      return lookUp.get();
    } catch (ConnectionException broken) {
      throw new ModelException(
          "missing-connection", String.valueOf(broken.getMessage()), false, broken);
    }
  }

  private Optional<String> override() {
    return settings
        .override()
        .or(() -> Optional.ofNullable(settings.environment().get("PF_MODEL")))
        .filter(text -> !text.isBlank());
  }

  private LanguageModel overriding(String wanted, Optional<String> name) {
    return switch (ModelSwitch.read(wanted, this::isConnection, sources::hint)) {
      case ModelSwitch.Scripted(var rules) ->
          opened.computeIfAbsent(
              "scripted:" + rules.orElse(""), _ -> provided(scripted(rulesFile(rules))));
      case ModelSwitch.Elsewhere(var connection, var model) -> {
        LanguageModel there = openOwn(Optional.of(connection));
        yield model.<LanguageModel>map(other -> new OtherModel(there, other)).orElse(there);
      }
      case ModelSwitch.SameConnection(var model) -> new OtherModel(openOwn(name), model);
    };
  }

  private boolean isConnection(String name) {
    return sources.find(name).isPresent()
        || (ModelSwitch.isVendor(name) && sources.ambient(name).isPresent());
  }

  private Path rulesFile(Optional<String> rules) {
    if (rules.isPresent() && Files.exists(Path.of(rules.get()))) {
      return Path.of(rules.get());
    }
    return settings
        .flowFolder()
        .map(folder -> folder.resolve(rules.orElse(RULES)))
        .filter(Files::exists)
        .orElseThrow(() ->
            new ModelException(
                "missing-connection",
                ("the scripted model needs a rules file, and there is no '%s'; write"
                        + " PF_MODEL=scripted:PATH")
                    .formatted(rules.orElse(RULES)),
                false));
  }

  private static Connection scripted(Path rules) {
    return new Connection(
        "scripted",
        ConnectionType.SCRIPTED,
        Map.of("rules", rules.toAbsolutePath().toString()),
        Map.of());
  }

  private LanguageModel openOwn(Optional<String> name) {
    String wanted = name.filter(text -> !text.isBlank()).orElseGet(this::onlyConnection);
    LanguageModel own = openAlone(wanted);
    List<String> others = fallbacks.getOrDefault(wanted, List.of());
    return others.isEmpty()
        ? own
        : new FallbackModel(own, others.stream().map(other -> standIn(wanted, other)).toList());
  }

  private Optional<Connection> given(String name) {
    Optional<Connection> found = Optional.ofNullable(settings.given().connections().get(name));
    found.ifPresent(secrets::add);
    return found;
  }

  private LanguageModel openAlone(String wanted) {
    return settings.given().standingFor(wanted).orElseGet(() -> opened(wanted));
  }

  private LanguageModel opened(String wanted) {
    return opened.computeIfAbsent(
        wanted,
        key -> {
          Connection connection =
              given(key)
                  .or(() -> described(key))
                  .or(() -> find(key))
                  .or(() -> scriptedBeside(key))
                  .or(() -> ambient(key))
                  .orElseThrow(() -> missing(key));
          fallbacks.put(key, CallLimits.of(connection).fallback());
          return provided(connection);
        });
  }

  /// Adds a connection that the flow itself describes. It counts before all others of its name,
  /// unless variables that it needs are not set and something else can answer.
  public void describe(ConnectionDraft draft) {
    described.put(draft.name(), draft);
  }

  private Optional<Connection> described(String name) {
    ConnectionDraft draft = described.get(name);
    if (draft == null) {
      return Optional.empty();
    }
    try {
      Connection connection = resolved(draft);
      boolean open =
          !draft.missingFields().isEmpty()
              || (connection.needsKey() && connection.secret("api_key").isEmpty());
      return Optional.of(open ? scriptedBeside(name).orElse(connection) : connection);
    } catch (ModelException unset) {
      return Optional.of(scriptedBeside(name).orElseThrow(() -> unset));
    }
  }

  /// What stands in for a connection; its own fallbacks don't count.
  private FallbackModel.StandIn standIn(String name, String other) {
    int slash = isConnection(other) ? -1 : other.indexOf('/');
    String connection = slash < 0 ? other : other.substring(0, slash);
    if (!isConnection(connection)) {
      throw new ModelException(
          "missing-connection",
          "connection '%s' falls back to '%s', but no connection is called '%s'.%s"
              .formatted(name, other, connection, sources.hint(connection)),
          false);
    }
    LanguageModel there = openAlone(connection);
    Optional<String> model = slash < 0 ? Optional.empty() : Optional.of(other.substring(slash + 1));
    return new FallbackModel.StandIn(
        connection,
        model.<LanguageModel>map(wanted -> new OtherModel(there, wanted)).orElse(there),
        model);
  }

  /// The name that a node without one means: that of the only connection there is; else empty.
  private String onlyConnection() {
    List<String> fit =
        sources.names().stream()
            .filter(name ->
                sources
                    .find(name)
                    .map(ConnectionDraft::type)
                    .filter(ConnectionType::reachesModels)
                    .isPresent())
            .toList();
    return fit.size() == 1 ? fit.getFirst() : "";
  }

  private Optional<Connection> find(String name) {
    return name.isEmpty() ? Optional.empty() : sources.find(name).map(this::resolved);
  }

  /// Learns the secrets of connections before anybody asks for them, so that they can be kept out
  /// of what is said until then. What is configured nowhere or can't be read is passed over.
  public void learn(Collection<String> names) {
    for (String name : names) {
      try {
        find(name).ifPresent(_ -> {});
      } catch (ConnectionException | ModelException _) {
        // whoever needs the connection is told
      }
    }
  }

  private Connection resolved(ConnectionDraft draft) {
    Connection connection = resolver.resolve(draft);
    secrets.add(connection);
    return connection;
  }

  private Optional<Connection> scriptedBeside(String name) {
    Optional<Connection> found =
        settings
            .flowFolder()
            .map(folder -> folder.resolve(RULES))
            .filter(Files::exists)
            .map(ConfiguredModels::scripted);
    found.ifPresent(_ -> notice(name, RULES + " beside the flow answers instead"));
    return found;
  }

  private Optional<Connection> ambient(String name) {
    Optional<ConnectionDraft> found = sources.ambient(name.isEmpty() ? "default" : name);
    found.ifPresent(draft -> notice(name, ConnectionSources.account(draft) + " is used instead"));
    return found.map(this::resolved);
  }

  private void notice(String name, String instead) {
    String why = "connection '%s' is configured nowhere; ".formatted(name);
    if (name.isEmpty()) {
      why = "a node names no connection; ";
    } else if (described.containsKey(name)) {
      why = "'%s' needs variables that are not set; ".formatted(name);
    }
    settings.notices().accept(why + instead);
  }

  private LanguageModel provided(Connection connection) {
    CallPolicy own = policy.of(connection, settings.traffic());
    for (ModelProvider provider : providers) {
      Optional<LanguageModel> model = provider.open(connection, own, settings.notices());
      if (model.isPresent()) {
        ConnectionPrices prices = pricing.of(connection);
        return budgeted(connection, new PricedModel(model.get(), prices), prices);
      }
    }
    throw new ModelException(
        "missing-connection",
        ("connection '%s' has type '%s', which reaches no language model; an llm node needs"
                + " open_ai, azure_open_ai, serverless, a vendor's such as anthropic, or scripted")
            .formatted(connection.name(), connection.type().yamlName()),
        false);
  }

  private LanguageModel budgeted(
      Connection connection, LanguageModel model, ConnectionPrices prices) {
    return DayBudget.in(connection)
        .<LanguageModel>map(most ->
            new BudgetedModel(
                model,
                new DayBudget(connection.name(), most, ledger, InstantSource.system()),
                prices::of))
        .orElse(model);
  }

  private ModelException missing(String name) {
    String what =
        name.isEmpty()
            ? "no connection is named, and not exactly one is configured."
            : "connection '%s' is configured nowhere.%s".formatted(name, sources.hint(name));
    String shown = name.isEmpty() ? "NAME" : name;
    return new ModelException(
        "missing-connection",
        what
            + " Store it with 'pf connection create --file connection.yaml --name \"%s\"', or set %s"
                .formatted(shown, ConnectionResolver.variableName(shown, "api_key"))
            + " or OPENAI_API_KEY, or use another one with '--connection NODE.connection=OTHER',"
            + vendorHint()
            + " or run offline with 'PF_MODEL=scripted:rules.yaml'",
        false);
  }

  private String vendorHint() {
    return new VendorAccount(settings.environment())
        .vendors().stream()
            .findFirst()
            .map(vendor ->
                " or another vendor with 'PF_MODEL=%s/MODEL',".formatted(vendor.yamlName()))
            .orElse("");
  }

  /// Ends every connection that was opened.
  @Override
  public void close() {
    for (LanguageModel model : opened.values()) {
      try {
        model.close();
      } catch (RuntimeException broken) {
        settings.notices().accept("a connection did not close: " + broken.getClass().getName());
      }
    }
    ledger.close();
    opened.clear();
    answering.clear();
  }
}
