package io.promptflow4j.core.deployment;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Endpoints as JSON objects: as they are stored, and as programs get them.
public final class EndpointJson {

  private EndpointJson() {}

  public static Value.Mapping of(Endpoint endpoint) {
    var deployments = new Fields();
    endpoint.deployments().forEach((name, one) -> deployments.put(name, DeploymentJson.of(one)));
    var all =
        new Fields()
            .put("name", endpoint.name())
            .put("description", endpoint.settings().description())
            .put("auth_mode", endpoint.settings().auth())
            .put("sticky", endpoint.settings().sticky().written())
            .put("tags", texts(endpoint.settings().tags()))
            .put("traffic", split(endpoint.traffic()))
            .put("mirror_traffic", split(endpoint.mirror()))
            .put("default_deployment", endpoint.standard())
            .put("deployments", deployments)
            .put("created", endpoint.created().toString());
    if (endpoint.settings().retention().isLimited()) {
      all.put("retention", retention(endpoint.settings().retention()));
    }
    endpoint.canary().ifPresent(canary -> all.put("canary", CanaryJson.of(canary)));
    return all.end();
  }

  /// What was done to an endpoint, with the endpoint as it was then.
  public static Value.Mapping of(EndpointChange change) {
    var fields =
        new Fields()
            .put("change", change.number())
            .put("when", change.when().toString())
            .put("who", change.who())
            .put("what", change.what().written())
            .put("note", change.note());
    change.after().ifPresent(after -> fields.put("after", of(after)));
    return fields.end();
  }

  /// Reads what [#of] wrote.
  public static Endpoint read(Value.Mapping all) {
    var deployments = new TreeMap<String, Deployment>();
    mapping(all, "deployments")
        .entries()
        .forEach((name, one) -> {
          if (one instanceof Value.Mapping written) {
            deployments.put(name, DeploymentJson.read(written));
          }
        });
    return new Endpoint(
        text(all, "name").orElse(""),
        new Endpoint.Settings(
            text(all, "description").orElse(""),
            text(all, "auth_mode").orElse("key"),
            Endpoint.Sticky.valueOf(text(all, "sticky").orElse("session").toUpperCase(Locale.ROOT)),
            texts(mapping(all, "tags")),
            retention(mapping(all, "retention"))),
        split(mapping(all, "traffic")),
        split(mapping(all, "mirror_traffic")),
        text(all, "default_deployment"),
        deployments,
        Optional.ofNullable(all.get("canary"))
            .filter(Value.Mapping.class::isInstance)
            .map(written -> CanaryJson.read((Value.Mapping) written)),
        time(all, "created"));
  }

  private static Fields retention(Retention retention) {
    var all = new Fields();
    retention.age().ifPresent(age -> all.put("age", age.toString()));
    retention.requests().ifPresent(most -> all.put("requests", most));
    return all;
  }

  private static Retention retention(Value.Mapping all) {
    return new Retention(
        text(all, "age").map(Duration::parse),
        number(all, "requests")
            .map(most -> OptionalInt.of(Math.toIntExact(most)))
            .orElseGet(OptionalInt::empty));
  }

  /// A split as an object.
  public static Value.Mapping split(SortedMap<String, Integer> split) {
    var all = new Fields();
    split.forEach((name, percent) -> all.put(name, percent));
    return all.end();
  }

  static SortedMap<String, Integer> split(Value.Mapping written) {
    var split = new TreeMap<String, Integer>();
    written
        .entries()
        .forEach((name, value) -> {
          if (value instanceof Value.Whole whole) {
            split.put(name, whole.clampedToInt());
          }
        });
    return split;
  }

  static Value.Mapping texts(Map<String, String> texts) {
    var all = new Fields();
    texts.forEach(all::put);
    return all.end();
  }

  static SortedMap<String, String> texts(Value.Mapping written) {
    var all = new TreeMap<String, String>();
    for (String name : written.entries().keySet()) {
      text(written, name).ifPresent(text -> all.put(name, text));
    }
    return all;
  }

  static Value.Mapping mapping(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
  }

  static Optional<String> text(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  static Optional<Long> number(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Whole(var number)
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  static double decimal(Value.Mapping all, String name) {
    if (all.get(name) instanceof Value.Decimal(var decimal)) {
      return decimal;
    }
    return all.get(name) instanceof Value.Whole(var whole) ? whole.doubleValue() : 0;
  }

  static List<String> list(Value.Mapping all, String name) {
    var texts = new ArrayList<String>();
    if (all.get(name) instanceof Value.Sequence(var items)) {
      items.forEach(item -> {
        if (item instanceof Value.Text(var text)) {
          texts.add(text);
        }
      });
    }
    return texts;
  }

  static Instant time(Value.Mapping all, String name) {
    return text(all, name).map(Instant::parse).orElse(Instant.EPOCH);
  }
}
