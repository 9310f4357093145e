package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The accounts at vendors that the environment holds, in the variables of the vendors' own tools:
/// `ANTHROPIC_API_KEY` and so on. A vendor that runs at home needs none.
final class VendorAccount {

  /// Variables that are not called `VENDOR_API_KEY`.
  private static final Map<ConnectionType, List<String>> OTHER_KEYS =
      Map.of(
          ConnectionType.COHERE, List.of("CO_API_KEY"),
          ConnectionType.GEMINI, List.of("GOOGLE_API_KEY"),
          ConnectionType.GITHUB_MODELS, List.of("GITHUB_TOKEN"),
          ConnectionType.HUGGING_FACE, List.of("HF_TOKEN"),
          ConnectionType.ZHIPU, List.of("ZAI_API_KEY"));

  private final Map<String, String> environment;

  VendorAccount(Map<String, String> environment) {
    this.environment = environment;
  }

  /// The vendor that `name` means.
  static Optional<ConnectionType> vendor(String name) {
    return ConnectionType.named(name).filter(ConnectionType::isVendor);
  }

  /// The variables that may hold a vendor's key, the usual one first.
  static List<String> keys(ConnectionType vendor) {
    if (vendor == ConnectionType.BEDROCK) {
      return List.of("AWS_BEARER_TOKEN_BEDROCK");
    }
    var names = new ArrayList<String>();
    names.add(vendor.name().replace("_", "") + "_API_KEY");
    names.add(vendor.name() + "_API_KEY");
    names.addAll(OTHER_KEYS.getOrDefault(vendor, List.of()));
    return names.stream().distinct().toList();
  }

  /// The account at the vendor called `name`.
  Optional<ConnectionDraft> of(String name) {
    return vendor(name)
        .map(vendor -> draft(name, vendor))
        .filter(draft ->
            draft.secrets().containsKey("api_key") || !draft.type().needsKey(draft.settings()));
  }

  /// What the environment says of the vendor, be it enough or not.
  ConnectionDraft draft(String name, ConnectionType vendor) {
    var settings = new LinkedHashMap<String, String>();
    var secrets = new LinkedHashMap<String, Secret>();
    keyVariable(vendor)
        .ifPresent(variable -> secrets.put("api_key", new Secret("env:" + variable)));
    if (vendor == ConnectionType.BEDROCK) {
      addSigning(settings, secrets);
    }
    if (vendor == ConnectionType.OLLAMA) {
      variable("OLLAMA_HOST")
          .map(VendorAccount::address)
          .ifPresent(at -> settings.put("base_url", at));
    }
    return new ConnectionDraft(name, vendor, settings, secrets, Optional.empty());
  }

  /// The variables of Amazon's own tools.
  private void addSigning(Map<String, String> settings, Map<String, Secret> secrets) {
    variable("AWS_REGION")
        .or(() -> variable("AWS_DEFAULT_REGION"))
        .ifPresent(region -> settings.put("region", region));
    if (!secrets.isEmpty()) {
      return;
    }
    variable("AWS_ACCESS_KEY_ID")
        .filter(_ -> variable("AWS_SECRET_ACCESS_KEY").isPresent())
        .ifPresent(id -> {
          settings.put("access_key_id", id);
          secrets.put("secret_access_key", new Secret("env:AWS_SECRET_ACCESS_KEY"));
        });
    variable("AWS_SESSION_TOKEN")
        .filter(_ -> settings.containsKey("access_key_id"))
        .ifPresent(_ -> secrets.put("session_token", new Secret("env:AWS_SESSION_TOKEN")));
  }

  private Optional<String> keyVariable(ConnectionType vendor) {
    return keys(vendor).stream().filter(name -> variable(name).isPresent()).findFirst();
  }

  /// Ollama's own variable may leave out the scheme and the port.
  private static String address(String host) {
    String address = host.contains("://") ? host : "http://" + host;
    return address.matches("https?://[^/]*:\\d+/?") ? address : address + ":11434";
  }

  /// The vendors whose key is in the environment.
  List<ConnectionType> vendors() {
    return Stream.of(ConnectionType.values())
        .filter(ConnectionType::isVendor)
        .filter(vendor -> keyVariable(vendor).isPresent())
        .toList();
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
