package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a deployment does: what evaluators said of its newest answers, and how far these have
/// drifted.
public final class Observed {

  private Observed() {}

  /// As programs get it; scores and drift of other versions than the one that is there don't count.
  public static Value.Mapping of(ServedTraffic traffic, String endpoint, Deployment deployment) {
    List<Value> drift =
        traffic.drift(endpoint).stream()
            .filter(one -> one.deployment().equals(deployment.name()))
            .filter(one -> one.version().equals(deployment.version()))
            .<Value>map(Observed::json)
            .toList();
    return new Fields()
        .put("scores", scores(traffic, endpoint, deployment))
        .put("drift", drift)
        .end();
  }

  /// What one score of one evaluator comes to.
  private record Name(String evaluator, String score) {}

  private static List<Value> scores(ServedTraffic traffic, String endpoint, Deployment deployment) {
    var byName = new LinkedHashMap<Name, List<LiveScore>>();
    for (LiveScore one :
        traffic.scores(endpoint, deployment.name(), deployment.monitoring().window())) {
      if (one.version().equals(deployment.version())) {
        byName
            .computeIfAbsent(new Name(one.evaluator(), one.score()), _ -> new ArrayList<>())
            .add(one);
      }
    }
    return byName.entrySet().stream().<Value>map(Observed::json).toList();
  }

  private static Value.Mapping json(Map.Entry<Name, List<LiveScore>> scores) {
    List<LiveScore> all = scores.getValue();
    double[] points = all.stream().flatMapToDouble(one -> one.points().stream()).toArray();
    var fields =
        new Fields()
            .put("evaluator", scores.getKey().evaluator())
            .put("score", scores.getKey().score())
            .put("answers", points.length)
            .put("unscored", all.size() - points.length)
            .put("latest", all.getFirst().when().toString());
    if (points.length > 0) {
      double sum = 0;
      for (double one : points) {
        sum += one;
      }
      fields.put("mean", Value.of(sum / points.length));
    }
    all.stream()
        .flatMap(one -> one.why().stream())
        .findFirst()
        .ifPresent(why -> fields.put("why_unscored", why));
    return fields.end();
  }

  private static Value.Mapping json(LiveDrift one) {
    return new Fields()
        .put("field", one.field())
        .put("index", Value.of(one.distance()))
        .put("by_chance", Value.of(one.noise()))
        .put("answers", one.answers())
        .put("drifted", one.isDrifted())
        .put("measured", one.when().toString())
        .end();
  }
}
