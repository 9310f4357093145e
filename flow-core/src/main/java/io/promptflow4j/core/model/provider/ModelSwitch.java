package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.ModelException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Another model for all `llm` nodes, as `PF_MODEL` says it.
///
/// `scripted` and `scripted:rules.yaml` answer from a rules file. `connection` or
/// `connection/model` call that connection. `model:NAME`, or a name that is no connection's, is
/// another model at each node's own connection.
sealed interface ModelSwitch {

  /// Names under which the accounts of the environment can be reached.
  Set<String> VENDORS = Set.of("openai", "open_ai", "azure", "azure_openai", "azure_open_ai");

  /// Whether `name` is that of a vendor, so that the environment may hold an account.
  static boolean isVendor(String name) {
    return VENDORS.contains(name.toLowerCase(Locale.ROOT))
        || VendorAccount.vendor(name).isPresent();
  }

  /// A rules file answers.
  ///
  /// @param rules the file; empty for the `scripted.yaml` beside the flow
  record Scripted(Optional<String> rules) implements ModelSwitch {}

  /// Another connection.
  ///
  /// @param model empty to leave the model to the node
  record Elsewhere(String connection, Optional<String> model) implements ModelSwitch {}

  /// Another model at each node's own connection.
  record SameConnection(String model) implements ModelSwitch {}

  /// Reads `text`.
  ///
  /// @param isConnection whether a name is a connection's
  /// @param hint what helps whoever misspelt a connection's name
  static ModelSwitch read(String text, Predicate<String> isConnection, UnaryOperator<String> hint) {
    String wanted = text.strip();
    if (wanted.equals("scripted") && !isConnection.test("scripted")) {
      return new Scripted(Optional.empty());
    }
    if (wanted.startsWith("scripted:")) {
      return new Scripted(Optional.of(wanted.substring("scripted:".length())));
    }
    if (wanted.startsWith("model:")) {
      return new SameConnection(wanted.substring("model:".length()));
    }
    if (isConnection.test(wanted)) {
      return new Elsewhere(wanted, Optional.empty());
    }
    int slash = wanted.indexOf('/');
    if (slash < 0) {
      return new SameConnection(wanted);
    }
    String connection = wanted.substring(0, slash);
    if (isConnection.test(connection)) {
      return new Elsewhere(connection, Optional.of(wanted.substring(slash + 1)));
    }
    throw noConnection(wanted, connection, wanted.substring(slash + 1), hint);
  }

  private static String keyOf(String vendor) {
    return VendorAccount.vendor(vendor)
        .map(type -> VendorAccount.keys(type).getFirst())
        .orElse(
            vendor.toLowerCase(Locale.ROOT).contains("azure")
                ? "AZURE_OPENAI_API_KEY and AZURE_OPENAI_ENDPOINT"
                : "OPENAI_API_KEY");
  }

  /// Other programs write `vendor/model`: whoever is used to that means the model alone.
  private static ModelException noConnection(
      String wanted, String connection, String model, UnaryOperator<String> hint) {
    String remedy =
        isVendor(connection)
            ? (" For the model '%s' at the nodes' own connections write PF_MODEL=model:%s; for %s"
                    + " itself set %s, or store a connection '%s' with 'pf connection create'")
                .formatted(model, model, connection, keyOf(connection), connection)
            : (" It takes 'connection/model', 'connection', 'model:NAME' or 'scripted:FILE'; for"
                    + " another model at the nodes' own connections write PF_MODEL=model:%s")
                .formatted(wanted);
    return new ModelException(
        "missing-connection",
        "the model is to be '%s' (--model or PF_MODEL), but no connection is called '%s'.%s%s"
            .formatted(wanted, connection, hint.apply(connection), remedy),
        false);
  }
}
