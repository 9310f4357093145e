package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tool whose work is done by Java code of its author.
///
/// A jar offers such tools through a [io.promptflow4j.core.tool.ToolPackage]:
///
/// ```java
/// JavaTool.of(
///     "acme.shout",
///     "Says it loudly.",
///     List.of(JavaTool.required("text", ValueType.STRING)),
///     (arguments, context) -> arguments.get("text", String.class).toUpperCase(Locale.ROOT));
/// ```
///
/// What the code throws becomes a [ToolException] with the author's own lines; what it returns
/// becomes a value (`docs/reference/java-tools.md` has the table).
public final class JavaTool implements Tool {

  /// The work of a tool. Rows run at the same time, so it must be thread-safe.
  @FunctionalInterface
  public interface Body {

    /// Does the work of one call.
    ///
    /// @return data, a record, a `Stream` of data, a `CompletionStage`, or null
    @Nullable Object call(ToolArguments arguments, ToolContext context) throws Exception;
  }

  private final ToolSignature signature;
  private final Body body;
  private final OwnCode own;

  JavaTool(ToolSignature signature, Body body, OwnCode own) {
    this.signature = signature;
    this.body = body;
    this.own = own;
  }

  /// A tool from a function.
  public static JavaTool of(
      String id, String description, List<ToolParameter> parameters, Body body) {
    var signature = new ToolSignature(id, description, parameters, false, false);
    return new JavaTool(signature, body, OwnCode.Library.LIBRARY);
  }

  /// A tool from a function that takes whatever a node gives it.
  public static JavaTool of(String id, Body body) {
    var signature = new ToolSignature(id, "", List.of(), true, false);
    return new JavaTool(signature, body, OwnCode.Library.LIBRARY);
  }

  /// A tool from a method handle, with a name for each of its parameters; one of type [ToolContext]
  /// is given the call itself and needs a name all the same.
  ///
  /// @throws IllegalArgumentException if the names do not match the parameters, or a parameter has
  ///   a type that no value can become
  public static JavaTool of(
      String id, String description, MethodHandle handle, String... parameterNames) {
    List<Class<?>> declared = handle.type().parameterList();
    if (declared.size() != parameterNames.length) {
      throw new IllegalArgumentException(
          "tool '%s' has %d parameters but %d names"
              .formatted(id, declared.size(), parameterNames.length));
    }
    var types = new JavaTypes();
    var inputs = new ArrayList<ToolMethod.Input>();
    for (int i = 0; i < parameterNames.length; i++) {
      inputs.add(new ToolMethod.Input(parameterNames[i], types.read(declared.get(i)), false));
      List<String> problems = types.takeProblems();
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "parameter '%s' of tool '%s': %s"
                .formatted(parameterNames[i], id, problems.getFirst()));
      }
    }
    ToolMethod body = ToolMethod.of(handle, inputs, types);
    return of(id, description, body.parameters(), body);
  }

  /// A parameter that has to be given.
  public static ToolParameter required(String name, ValueType type) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(type)), true);
  }

  /// A parameter that need not be given.
  public static ToolParameter optional(String name, ValueType type) {
    return new ToolParameter(name, List.of(new ToolParameter.Type.OfValue(type)), false);
  }

  /// A parameter that takes a connection.
  public static ToolParameter connection(String name) {
    return new ToolParameter(name, JavaType.Special.CONNECTION.declared(), true);
  }

  @Override
  public ToolSignature signature() {
    return signature;
  }

  OwnCode own() {
    return own;
  }

  /// Calls it on the calling thread. The limit of the call is kept by [JavaTools], not here.
  @Override
  public ToolResult call(ToolCall call) throws InterruptedException {
    return call(call, new RunningCall(call), ResultLimit.DEFAULT);
  }

  ToolResult call(ToolCall call, RunningCall running, ResultLimit limit)
      throws InterruptedException {
    try {
      var arguments = new ToolArguments(signature, call.arguments());
      Object result = body.call(arguments, running);
      Value value = new ResultWriter(running::chunk, signature.streams(), limit).write(result);
      return new ToolResult(value, running.logs(), running.metrics(), running.calls());
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (ToolException failure) {
      throw withLogs(failure, running.logs());
    } catch (ResultWriter.NotDataException notData) {
      throw own.returned(signature.name(), notData.getMessage(), Kind.NOT_DATA, running.logs());
    } catch (ResultLimit.Size.TooLargeException large) {
      throw own.returned(signature.name(), large.getMessage(), Kind.TOO_LARGE, running.logs());
    } catch (Throwable thrown) { // an Error of the author's code fails the node, not the run
      throw own.failure(signature.name(), thrown, running.logs());
    } finally {
      running.end();
    }
  }

  private static ToolException withLogs(ToolException failure, List<String> logs) {
    return new ToolException(
        String.valueOf(failure.getMessage()), failure.details().after(logs), failure);
  }
}
