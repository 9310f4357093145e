package io.promptflow4j.core.graph.service;

import io.promptflow4j.core.tool.http.HttpTools;

/// What reaches the services that the nodes of one flow call. Closing it ends every connection.
public final class Services implements AutoCloseable {

  private final HttpTools http = new HttpTools();

  /// With nothing opened yet.
  public Services() {}

  /// The clients of `http` nodes.
  public HttpTools http() {
    return http;
  }

  @Override
  public void close() {
    http.close();
  }
}
