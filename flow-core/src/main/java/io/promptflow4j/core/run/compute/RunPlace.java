package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Where the rows of a run run, as its plan says.
public final class RunPlace {

  /// The setting of a plan that names the compute.
  public static final String SETTING = "compute";

  private static final String BUDGET = "budget";

  private static final String HERE = "local";

  /// What is about this machine, or set in another way.
  private static final Set<String> OWN =
      Set.of("PF_STORE", "PF_WORKSPACE", "PF_PYTHON", "PF_SPARK_HOME", "PF_CATALOG");

  private static final Pattern TRAVELS = Pattern.compile("PF_[A-Z_]+");
  private static final Pattern SECRET = Pattern.compile("KEY|TOKEN|SECRET|PASSW|PWD|CREDENTIAL");

  private RunPlace() {}

  /// The name or address of the compute; empty if the rows run here.
  public static Optional<String> of(RunPlan plan) {
    return plan.settings().get(SETTING) instanceof Value.Text(String written)
            && !written.isBlank()
            && !written.strip().equals(HERE)
        ? Optional.of(written.strip())
        : Optional.empty();
  }

  /// Settings with the place that other settings name.
  public static Value.Mapping with(Value.Mapping settings, Value.Mapping other) {
    Value place = other.get(SETTING);
    if (place == null) {
      return settings;
    }
    var all = new LinkedHashMap<>(settings.entries());
    all.put(SETTING, place);
    return new Value.Mapping(all);
  }

  /// What speaks against running the rows there, as far as that is seen without starting anything.
  ///
  /// @param taped whether the run's calls are recorded or replayed
  public static void check(
      RunPlan plan, Computes computes, boolean taped, Diagnostics diagnostics) {
    Optional<String> written = of(plan);
    if (written.isEmpty()) {
      return;
    }
    Place place = Place.startOf("compute");
    if (taped) {
      diagnostics.error(
          "bad-setting", place, "calls of other machines can't be recorded or replayed here.");
    }
    if (plan.settings().get(BUDGET) != null) {
      diagnostics.error(
          "bad-setting",
          place,
          "a budget is kept by one process; with a compute, give the connection a daily budget,"
              + " which all processes share.");
    }
    try {
      diagnostics.addAll(computes.find(written.get()).check());
    } catch (ComputeException none) {
      diagnostics.error(none.code(), place, String.valueOf(none.getMessage()));
    }
  }

  /// Of the variables of this process, those that workers are told: how flows are run.
  public static SortedMap<String, String> variables(Map<String, String> environment) {
    var told = new TreeMap<String, String>();
    environment.forEach((name, value) -> {
      if (TRAVELS.matcher(name).matches() && !OWN.contains(name) && !SECRET.matcher(name).find()) {
        told.put(name, value);
      }
    });
    return told;
  }
}
