package io.promptflow4j.core.model.provider.http;

import dev.langchain4j.exception.HttpException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/// The service answered with a status other than 2xx. The message is the start of the reply's body
/// as it came: whoever shows it has to redact it first.
public final class RefusedExchange extends HttpException {

  private static final long serialVersionUID = 1L;

  private final transient HttpHeaders headers;

  RefusedExchange(int status, String body, HttpHeaders headers) {
    super(status, body);
    this.headers = headers;
  }

  public String body() {
    return String.valueOf(getMessage());
  }

  HttpHeaders headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
