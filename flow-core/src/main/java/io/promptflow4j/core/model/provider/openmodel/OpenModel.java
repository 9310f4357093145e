package io.promptflow4j.core.model.provider.openmodel;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The model of one connection. Thread-safe.
final class OpenModel implements LanguageModel {

  /// The deployment that the endpoint chooses itself.
  private static final String ANY_DEPLOYMENT = "default";

  private static final String DEPLOYMENT_HEADER = "Azureml-Model-Deployment";

  private final Secret key;
  private final OpenModelWords words;
  private final String identity;
  private final ServiceFailures failures;
  private final GuardedHttp http;
  private final RetryLoop retries;

  OpenModel(Connection connection, URI address, Secret key, ModelFamily family, CallPolicy policy) {
    this.key = key;
    this.words = new OpenModelWords(address, family);
    this.identity = "open model (%s) %s".formatted(family, connection.serviceSettings());
    this.failures =
        new ServiceFailures(connection, address, "endpoint_url", "an online endpoint's API");
    this.http = GuardedHttp.of(connection, address, HttpLimits.of(policy));
    this.retries = new RetryLoop(policy);
  }

  @Override
  public String identity() {
    return identity;
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    long deadline = System.nanoTime() + request.limit().toNanos();
    return retries.call(request, () -> once(request, deadline));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    ModelReply reply = call(request);
    if (reply.output() instanceof Value.Text(var text) && !text.isEmpty()) {
      chunks.accept(text);
    }
    return reply;
  }

  private Outcome<ModelReply> once(ModelRequest request, long deadline)
      throws InterruptedException {
    String deployment = request.parameters().model().orElse(ANY_DEPLOYMENT).strip();
    try {
      byte[] reply =
          http.exchange(deadline)
              .post(
                  words.address(request.api()),
                  headers(deployment),
                  Json.write(words.body(request)).getBytes(StandardCharsets.UTF_8));
      String body = new String(reply, StandardCharsets.UTF_8);
      String text = OpenModelWords.text(body).orElseThrow(() -> failures.unreadable(body));
      return new Outcome.Answered<>(
          new ModelReply(Value.of(text), "stop", deployment, TokenUsage.NONE));
    } catch (RefusedExchange refused) {
      return failures.refused(refused, deployment);
    } catch (BrokenExchange broken) {
      if (broken.kind() == BrokenExchange.Kind.INTERRUPTED) {
        throw new InterruptedException("the model call was given up");
      }
      return failures.broken(broken);
    } catch (ModelException unreadable) {
      return Outcome.Failed.forGood(unreadable);
    }
  }

  private Map<String, String> headers(String deployment) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Authorization", "Bearer " + key.reveal().strip());
    if (!deployment.isEmpty() && !deployment.equals(ANY_DEPLOYMENT)) {
      headers.put(DEPLOYMENT_HEADER, deployment);
    }
    return headers;
  }

  @Override
  public void close() {
    http.close();
  }
}
