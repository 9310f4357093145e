package io.promptflow4j.core.deployment;

import static io.promptflow4j.core.deployment.EndpointJson.decimal;
import static io.promptflow4j.core.deployment.EndpointJson.list;
import static io.promptflow4j.core.deployment.EndpointJson.mapping;
import static io.promptflow4j.core.deployment.EndpointJson.number;
import static io.promptflow4j.core.deployment.EndpointJson.text;
import static io.promptflow4j.core.deployment.EndpointJson.texts;
import static io.promptflow4j.core.deployment.EndpointJson.time;

import io.promptflow4j.core.deployment.Deployment.Binding;
import io.promptflow4j.core.deployment.Deployment.Limits;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Deployments as JSON objects.
public final class DeploymentJson {

  private DeploymentJson() {}

  public static Value.Mapping of(Deployment deployment) {
    Binding binding = deployment.binding();
    var connections = new Fields();
    binding.connections().forEach((node, fields) -> connections.put(node, texts(fields)));
    var registered = new Fields();
    binding.registered().forEach((node, entries) -> registered.put(node, items(entries)));
    return new Fields()
        .put("name", deployment.name())
        .put("description", deployment.description())
        .put("tags", texts(deployment.tags()))
        .put("version", deployment.version().hex())
        .put("variants", texts(binding.variants()))
        .put("connections", connections)
        .put("use_model", binding.model())
        .put("environment_variables", texts(binding.environment()))
        .put("connection_files", items(binding.connectionFiles()))
        .put("registered_models", registered)
        .put("request_settings", limits(deployment.limits()))
        .put("data_collector", collecting(deployment.collecting()))
        .put("monitoring", monitoring(deployment.monitoring()))
        .put("created", deployment.created().toString())
        .end();
  }

  private static List<Value> items(List<String> texts) {
    return texts.stream().<Value>map(Value::of).toList();
  }

  private static Fields limits(Limits limits) {
    var all = new Fields();
    limits.concurrency().ifPresent(most -> all.put("max_concurrent_requests_per_instance", most));
    limits.queue().ifPresent(wait -> all.put("max_queue_wait_ms", wait.toMillis()));
    limits.timeout().ifPresent(most -> all.put("request_timeout_ms", most.toMillis()));
    return all;
  }

  private static Fields collecting(Collecting collecting) {
    return new Fields()
        .put("sampling_rate", Value.of(collecting.rate()))
        .put("inputs", collecting.inputs())
        .put("outputs", collecting.outputs())
        .put("redact", items(collecting.redact()));
  }

  private static Fields monitoring(Monitoring monitoring) {
    return new Fields()
        .put("sampling_rate", Value.of(monitoring.rate()))
        .put("evaluators", items(monitoring.evaluators()))
        .put("column_mapping", texts(monitoring.mapping()))
        .put("approved_on", monitoring.approvedOn())
        .put("window", monitoring.window());
  }

  static Deployment read(Value.Mapping all) {
    return new Deployment(
        text(all, "name").orElse(""),
        text(all, "description").orElse(""),
        EndpointJson.texts(mapping(all, "tags")),
        new Digest(text(all, "version").orElse("")),
        new Binding(
            EndpointJson.texts(mapping(all, "variants")),
            connections(mapping(all, "connections")),
            text(all, "use_model"),
            EndpointJson.texts(mapping(all, "environment_variables")),
            list(all, "connection_files"),
            registered(mapping(all, "registered_models"))),
        limits(mapping(all, "request_settings")),
        collecting(mapping(all, "data_collector")),
        monitoring(mapping(all, "monitoring")),
        time(all, "created"));
  }

  private static Map<String, Map<String, String>> connections(Value.Mapping written) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    for (String node : written.entries().keySet()) {
      all.put(node, EndpointJson.texts(mapping(written, node)));
    }
    return all;
  }

  private static SortedMap<String, List<String>> registered(Value.Mapping written) {
    var all = new TreeMap<String, List<String>>();
    written.entries().keySet().forEach(node -> all.put(node, list(written, node)));
    return all;
  }

  private static Limits limits(Value.Mapping all) {
    return new Limits(
        number(all, "max_concurrent_requests_per_instance").map(Long::intValue),
        number(all, "max_queue_wait_ms").map(Duration::ofMillis),
        number(all, "request_timeout_ms").map(Duration::ofMillis));
  }

  private static Collecting collecting(Value.Mapping all) {
    return new Collecting(
        decimal(all, "sampling_rate"),
        all.get("inputs") != Value.Bool.FALSE,
        all.get("outputs") != Value.Bool.FALSE,
        list(all, "redact"));
  }

  private static Monitoring monitoring(Value.Mapping all) {
    return new Monitoring(
        decimal(all, "sampling_rate"),
        list(all, "evaluators"),
        EndpointJson.texts(mapping(all, "column_mapping")),
        text(all, "approved_on"),
        number(all, "window").map(Long::intValue).orElse(Monitoring.USUAL_WINDOW));
  }
}
