/// Flows as HTTP endpoints.
module io.promptflow4j.server {
  requires static transitive org.jspecify;
  requires transitive io.promptflow4j.core;
  requires transitive io.promptflow4j.evaluators;
  requires com.nimbusds.jose.jwt;
  requires transitive io.javalin;
  requires jakarta.servlet;
  requires java.management;
  requires jdk.httpserver;
  requires langchain4j.core;
  requires langchain4j.http.client;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.http;
  requires org.eclipse.jetty.io;
  requires transitive org.eclipse.jetty.server;
  requires transitive org.eclipse.jetty.util;

  exports io.promptflow4j.server.api;
  exports io.promptflow4j.server.api.openai;
  exports io.promptflow4j.server.app;
  exports io.promptflow4j.server.deployment;
  exports io.promptflow4j.server.deployment.canary;
  exports io.promptflow4j.server.deployment.gateway;
  exports io.promptflow4j.server.deployment.live;
  exports io.promptflow4j.server.deployment.measure;
  exports io.promptflow4j.server.deployment.witness;
  exports io.promptflow4j.server.security;
  exports io.promptflow4j.server.security.token;
  exports io.promptflow4j.server.studio.gallery;
}
