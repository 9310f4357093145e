package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.OpenAiClient;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.Outcome;
import io.promptflow4j.core.model.provider.RetryLoop;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import io.promptflow4j.core.model.provider.http.Exchange;
import io.promptflow4j.core.model.provider.http.GuardedHttp;
import io.promptflow4j.core.model.provider.http.RefusedExchange;
import io.promptflow4j.core.model.provider.wire.ServiceFailures;
import java.time.Duration;

/// Single tries at one endpoint: each is one HTTP request, and whatever comes of it an outcome.
final class OpenAiCalls implements AutoCloseable {

  private static final Duration LONGEST_CALL = Duration.ofDays(1);

  private final OpenAiEndpoint endpoint;
  private final ServiceFailures failures;
  private final GuardedHttp http;

  OpenAiCalls(OpenAiEndpoint endpoint, ServiceFailures failures, GuardedHttp http) {
    this.endpoint = endpoint;
    this.failures = failures;
    this.http = http;
  }

  /// One way to use a client.
  @FunctionalInterface
  interface Calling<T> {
    Outcome<T> call(OpenAiClient client, Exchange exchange);
  }

  /// One way to use an exchange.
  @FunctionalInterface
  interface Posting<T> {
    Outcome<T> on(Exchange exchange);
  }

  /// As [#once], for calls that need no client.
  <T> RetryLoop.Try<T> posted(Duration limit, String model, Posting<T> posting) {
    long deadline = deadline(limit);
    return () -> once(deadline, model, posting);
  }

  /// A try for calls that have to be over within `limit` from now on.
  <T> RetryLoop.Try<T> once(Duration limit, String model, Calling<T> calling) {
    long deadline = deadline(limit);
    return () ->
        once(deadline, model, exchange -> calling.call(endpoint.client(exchange, model), exchange));
  }

  private static long deadline(Duration limit) {
    Duration shorter = limit.compareTo(LONGEST_CALL) < 0 ? limit : LONGEST_CALL;
    return System.nanoTime() + shorter.toNanos();
  }

  private <T> Outcome<T> once(long deadline, String model, Posting<T> posting)
      throws InterruptedException {
    Exchange exchange = http.exchange(deadline);
    try {
      return posting.on(exchange);
    } catch (RefusedExchange refused) {
      return failures.refused(refused, model);
    } catch (BrokenExchange broken) {
      if (broken.kind() == BrokenExchange.Kind.INTERRUPTED) {
        throw new InterruptedException("the model call was given up");
      }
      return failures.broken(broken);
    } catch (ModelException problem) {
      return problem.isRetryable()
          ? Outcome.Failed.forNow(problem)
          : Outcome.Failed.forGood(problem);
    } catch (RuntimeException notUnderstood) {
      String reply = exchange.received().orElseThrow(() -> notUnderstood);
      return Outcome.Failed.forGood(failures.unreadable(reply));
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
