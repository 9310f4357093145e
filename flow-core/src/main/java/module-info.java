/// Reading, checking and running prompt flows.
module io.promptflow4j.core {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.zaxxer.hikari;
  requires flyway.core;
  requires java.compiler;
  requires java.net.http;
  requires java.sql;
  requires jtokkit;
  requires transitive langchain4j.core;
  requires langchain4j.http.client;
  requires langchain4j.open.ai;
  requires org.apache.commons.csv;
  requires org.jdbi.v3.core;
  requires org.xerial.sqlitejdbc;
  requires org.yaml.snakeyaml;
  requires static jdk.compiler; // flows with Java tools need a JDK, others do not

  exports io.promptflow4j.core.dataset;
  exports io.promptflow4j.core.dataset.catalog;
  exports io.promptflow4j.core.dataset.file;
  exports io.promptflow4j.core.dataset.mapping;
  exports io.promptflow4j.core.dataset.selection;
  exports io.promptflow4j.core.definition;
  exports io.promptflow4j.core.definition.yaml;
  exports io.promptflow4j.core.deployment;
  exports io.promptflow4j.core.deployment.file;
  exports io.promptflow4j.core.deployment.traffic;
  exports io.promptflow4j.core.engine;
  exports io.promptflow4j.core.engine.deployment;
  exports io.promptflow4j.core.engine.embedding;
  exports io.promptflow4j.core.engine.mcp;
  exports io.promptflow4j.core.engine.migration;
  exports io.promptflow4j.core.engine.variant;
  exports io.promptflow4j.core.execution;
  exports io.promptflow4j.core.execution.cache;
  exports io.promptflow4j.core.execution.streaming;
  exports io.promptflow4j.core.execution.tape;
  exports io.promptflow4j.core.graph;
  exports io.promptflow4j.core.graph.drawing;
  exports io.promptflow4j.core.graph.needs;
  exports io.promptflow4j.core.model;
  exports io.promptflow4j.core.model.billing;
  exports io.promptflow4j.core.model.budget;
  exports io.promptflow4j.core.model.catalog;
  exports io.promptflow4j.core.model.catalog.choice;
  exports io.promptflow4j.core.model.catalog.file;
  exports io.promptflow4j.core.model.connection;
  exports io.promptflow4j.core.model.connection.store;
  exports io.promptflow4j.core.model.cost;
  exports io.promptflow4j.core.model.provider;
  exports io.promptflow4j.core.model.provider.lookup;
  exports io.promptflow4j.core.model.provider.post;
  exports io.promptflow4j.core.model.registry;
  exports io.promptflow4j.core.model.traffic;
  exports io.promptflow4j.core.run;
  exports io.promptflow4j.core.run.access;
  exports io.promptflow4j.core.run.adoption;
  exports io.promptflow4j.core.run.budget;
  exports io.promptflow4j.core.run.compute;
  exports io.promptflow4j.core.run.compute.target;
  exports io.promptflow4j.core.run.export;
  exports io.promptflow4j.core.run.file;
  exports io.promptflow4j.core.run.figure;
  exports io.promptflow4j.core.run.picture;
  exports io.promptflow4j.core.run.progress;
  exports io.promptflow4j.core.run.snapshot;
  exports io.promptflow4j.core.run.store;
  exports io.promptflow4j.core.source;
  exports io.promptflow4j.core.template;
  exports io.promptflow4j.core.template.chat;
  exports io.promptflow4j.core.tool;
  exports io.promptflow4j.core.tool.index;
  exports io.promptflow4j.core.tool.java;
  exports io.promptflow4j.core.trace;
  exports io.promptflow4j.core.value;

  uses io.promptflow4j.core.model.budget.SpendingLedgers;
  uses io.promptflow4j.core.model.provider.ModelProvider;
  uses io.promptflow4j.core.model.registry.ModelRegistries;
  uses io.promptflow4j.core.run.compute.target.ComputeProvider;
  uses io.promptflow4j.core.template.TemplateCompiler;
  uses io.promptflow4j.core.tool.ToolPackage;

  provides io.promptflow4j.core.model.budget.SpendingLedgers with
      io.promptflow4j.core.run.ledger.WorkspaceLedgers;
  provides io.promptflow4j.core.model.provider.ModelProvider with
      io.promptflow4j.core.model.provider.anthropic.AnthropicProvider,
      io.promptflow4j.core.model.provider.bedrock.BedrockProvider,
      io.promptflow4j.core.model.provider.gemini.GeminiProvider,
      io.promptflow4j.core.model.provider.mistral.MistralProvider,
      io.promptflow4j.core.model.provider.ollama.OllamaProvider,
      io.promptflow4j.core.model.provider.openai.OpenAiProvider,
      io.promptflow4j.core.model.provider.openmodel.OpenModelProvider,
      io.promptflow4j.core.model.scripted.ScriptedProvider;
  provides java.net.spi.InetAddressResolverProvider with
      io.promptflow4j.core.model.provider.lookup.WatchedNames;
  provides io.promptflow4j.core.model.registry.ModelRegistries with
      io.promptflow4j.core.run.ledger.WorkspaceRegistries;
  provides io.promptflow4j.core.template.TemplateCompiler with
      io.promptflow4j.core.template.compile.JinjaCompiler;
}
