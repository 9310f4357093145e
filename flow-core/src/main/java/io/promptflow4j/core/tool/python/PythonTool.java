package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A tool in a Python file or package.
final class PythonTool implements Tool {

  private final PythonTools home;
  private final ToolSignature signature;

  /// What tells a worker where the tool is: the path of its file, or the id of a package tool.
  private final SequencedMap<String, Value> source;

  private final PythonFailures failures;

  PythonTool(
      PythonTools home,
      ToolSignature signature,
      SequencedMap<String, Value> source,
      PythonFailures failures) {
    this.home = home;
    this.signature = signature;
    this.source = source;
    this.failures = failures;
  }

  @Override
  public ToolSignature signature() {
    return signature;
  }

  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    SequencedMap<String, Argument> arguments = accepted(call);
    var redaction = Redaction.of(connections(arguments));
    WorkerPool.Answer answer =
        home.ask(nonce -> request(arguments, nonce), call.limit(), call.chunks());
    return switch (answer) {
      case WorkerPool.Answer.Given(var message, var log) -> {
        if (message.get("failed") instanceof Value.Mapping failed) {
          throw failures.told(failed, log, redaction);
        }
        yield Answers.result(message, log, redaction);
      }
      case WorkerPool.Answer.Broken broken ->
          throw failures.broken(broken, call.toldLimit(), redaction);
      case WorkerPool.Answer.Unusable(var problem) ->
          throw new ToolException(
              problem, ToolException.Details.of(ToolException.Kind.NOT_CALLED, "NoInterpreter"));
    };
  }

  /// The arguments that the tool has parameters for; the original drops the others as well.
  private SequencedMap<String, Argument> accepted(ToolCall call) {
    var accepted = new LinkedHashMap<String, Argument>();
    call.arguments()
        .forEach((name, argument) -> {
          if (signature.acceptsMore() || signature.parameter(name).isPresent()) {
            accepted.put(name, argument);
          }
        });
    for (ToolParameter parameter : signature.parameters()) {
      if (parameter.required() && !accepted.containsKey(parameter.name())) {
        throw failures.missing(parameter.name());
      }
    }
    return accepted;
  }

  private static List<Connection> connections(SequencedMap<String, Argument> arguments) {
    var connections = new ArrayList<Connection>();
    for (Argument argument : arguments.values()) {
      if (argument instanceof Argument.Connected(var connection, var _)) {
        connections.add(connection);
      }
    }
    return connections;
  }

  private Value.Mapping request(SequencedMap<String, Argument> arguments, String nonce) {
    var plain = new LinkedHashMap<String, Value>();
    var setUp = new LinkedHashMap<String, Value>();
    var connections = new LinkedHashMap<String, Value>();
    var images = new LinkedHashMap<String, Value>();
    arguments.forEach((name, argument) -> {
      boolean early = signature.parameter(name).map(ToolParameter::setUp).orElse(false);
      switch (argument) {
        case Argument.Data(var value) ->
            (early ? setUp : plain).put(name, withoutImages(value, nonce, images));
        case Argument.Connected(var connection, var _) ->
            connections.put(name, connection(connection, early));
      }
    });
    var request = new LinkedHashMap<>(source);
    request.put("op", Value.of("call"));
    request.put("arguments", new Value.Mapping(plain));
    request.put("setUp", new Value.Mapping(setUp));
    request.put("connections", new Value.Mapping(connections));
    request.put("images", new Value.Mapping(images));
    return new Value.Mapping(request);
  }

  /// `value` with a token in place of each picture; the pictures themselves go into `images`.
  private static Value withoutImages(
      Value value, String nonce, SequencedMap<String, Value> images) {
    return switch (value) {
      case Value.Image image -> {
        String token = nonce + ":" + images.size();
        images.put(token, image(image));
        yield Value.of(token);
      }
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(item -> withoutImages(item, nonce, images)).toList());
      case Value.Mapping(var entries) -> {
        var all = new LinkedHashMap<String, Value>();
        entries.forEach((key, item) -> all.put(key, withoutImages(item, nonce, images)));
        yield new Value.Mapping(all);
      }
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }

  private static Value image(Value.Image image) {
    var told = new LinkedHashMap<String, Value>();
    told.put("mediaType", Value.of(image.mediaType()));
    switch (image.content()) {
      case ImageContent.Inline inline -> told.put("base64", Value.of(inline.base64()));
      case ImageContent.Remote(var address) -> told.put("url", Value.of(address.toString()));
    }
    return new Value.Mapping(told);
  }

  private static Value connection(Connection connection, boolean setUp) {
    var settings = new LinkedHashMap<String, Value>();
    connection.type().defaults().forEach((field, value) -> settings.put(field, Value.of(value)));
    connection.serviceSettings().forEach((field, value) -> settings.put(field, Value.of(value)));
    var secrets = new LinkedHashMap<String, Value>();
    connection.secrets().forEach((field, secret) -> secrets.put(field, Value.of(secret.reveal())));
    var told = new LinkedHashMap<String, Value>();
    told.put("name", Value.of(connection.name()));
    told.put("type", Value.of(className(connection.type())));
    told.put("settings", new Value.Mapping(settings));
    told.put("secrets", new Value.Mapping(secrets));
    told.put("setUp", Value.of(setUp));
    connection.customType().ifPresent(name -> told.put("class", Value.of(name)));
    return new Value.Mapping(told);
  }

  /// The class that a tool gets: prompt flow knows no vendors, but tools for OpenAI's connections
  /// can use whatever speaks the same.
  private static String className(ConnectionType type) {
    if (type.isOpenAiCompatible()) {
      return ConnectionType.OPEN_AI.className();
    }
    return type.isVendor() ? "VendorConnection" : type.className();
  }
}
