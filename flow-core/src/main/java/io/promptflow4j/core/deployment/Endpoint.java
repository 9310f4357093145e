package io.promptflow4j.core.deployment;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A name under which callers find deployments, and who of these gets how much of the calls.
///
/// Percentages of `traffic` add up to 0 or 100. With 0 calls go to the standard deployment, if
/// there is one.
///
/// @param settings what people wrote on it
/// @param traffic percent by deployment; without those that get nothing
/// @param mirror percent of calls that are sent to a deployment as well, whose answer nobody gets
/// @param standard the deployment that answers if no traffic is given to any
/// @param deployments by name
/// @param canary the trial that runs, or the last one
public record Endpoint(
    String name,
    Settings settings,
    SortedMap<String, Integer> traffic,
    SortedMap<String, Integer> mirror,
    Optional<String> standard,
    SortedMap<String, Deployment> deployments,
    Optional<Canary> canary,
    Instant created) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

  public Endpoint {
    if (!isName(name)) {
      throw new IllegalArgumentException(badName("endpoint", name));
    }
    traffic = Collections.unmodifiableSortedMap(new TreeMap<>(traffic));
    mirror = Collections.unmodifiableSortedMap(new TreeMap<>(mirror));
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
  }

  /// What people wrote on it.
  ///
  /// @param auth how callers say who they are, as Azure calls it; the server decides
  /// @param sticky what keeps a caller with one deployment
  /// @param retention how long what went through it is kept
  public record Settings(
      String description,
      String auth,
      Sticky sticky,
      SortedMap<String, String> tags,
      Retention retention) {

    /// Nothing.
    public static final Settings NONE =
        new Settings("", "key", Sticky.SESSION, new TreeMap<>(), Retention.ALL);

    public Settings {
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
  }

  /// What keeps a caller with one deployment, as long as the split stays.
  public enum Sticky {
    /// Nothing: each call is drawn anew.
    NONE,
    /// The header `x-session-id`; calls without it are drawn.
    SESSION,
    /// That header, or else the caller's key.
    KEY;

    /// As it is written.
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether endpoints and deployments may be called that.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String badName(String what, String name) {
    return "'%s' can't name %s %s; use a letter, then letters, digits, '-' and '_', 63 at most"
        .formatted(name, what.startsWith("e") ? "an" : "a", what);
  }

  /// One without deployments.
  public static Endpoint of(String name, Settings settings, Instant now) {
    return new Endpoint(
        name,
        settings,
        new TreeMap<>(),
        new TreeMap<>(),
        Optional.empty(),
        new TreeMap<>(),
        Optional.empty(),
        now);
  }

  public Optional<Deployment> deployment(String wanted) {
    return Optional.ofNullable(deployments.get(wanted));
  }

  public Endpoint withSettings(Settings other) {
    return new Endpoint(name, other, traffic, mirror, standard, deployments, canary, created);
  }

  /// With another split.
  ///
  /// @throws EndpointException if it names a deployment that is not there, or does not add up
  public Endpoint withTraffic(SortedMap<String, Integer> split) {
    return new Endpoint(
        name,
        settings,
        Split.checked(this, "traffic", split),
        mirror,
        standard,
        deployments,
        canary,
        created);
  }

  /// With other mirrors.
  ///
  /// @throws EndpointException if it names a deployment that is not there
  public Endpoint withMirror(SortedMap<String, Integer> split) {
    return new Endpoint(
        name,
        settings,
        traffic,
        Split.checked(this, "mirror_traffic", split),
        standard,
        deployments,
        canary,
        created);
  }

  /// With another deployment that answers if no traffic is given to any.
  ///
  /// @throws EndpointException if it is not there
  public Endpoint withStandard(Optional<String> other) {
    other.ifPresent(named -> Split.mustHave(this, named));
    return new Endpoint(name, settings, traffic, mirror, other, deployments, canary, created);
  }

  /// With a deployment, in place of the one of the same name.
  public Endpoint withDeployment(Deployment deployment) {
    var all = new TreeMap<>(deployments);
    all.put(deployment.name(), deployment);
    return new Endpoint(name, settings, traffic, mirror, standard, all, canary, created);
  }

  /// Without a deployment.
  ///
  /// @throws EndpointException if it is not there, or still gets traffic
  public Endpoint withoutDeployment(String gone) {
    Split.mustHave(this, gone);
    if (traffic.containsKey(gone) || mirror.containsKey(gone)) {
      throw new EndpointException(
          "deployment-in-use",
          "deployment '%s' of endpoint '%s' gets %s; give it to another one first"
              .formatted(
                  gone,
                  name,
                  traffic.containsKey(gone)
                      ? traffic.get(gone) + " % of the traffic"
                      : "mirrored traffic"));
    }
    var all = new TreeMap<>(deployments);
    all.remove(gone);
    return new Endpoint(
        name,
        settings,
        traffic,
        mirror,
        standard.filter(kept -> !kept.equals(gone)),
        all,
        canary,
        created);
  }

  public Endpoint withCanary(Canary other) {
    return new Endpoint(
        name, settings, traffic, mirror, standard, deployments, Optional.of(other), created);
  }
}
