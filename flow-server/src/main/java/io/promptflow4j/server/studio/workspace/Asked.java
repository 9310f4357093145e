package io.promptflow4j.server.studio.workspace;

import io.javalin.http.Context;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Bodies;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a request of the studio asks for: the fields of its JSON body.
public record Asked(Value.Mapping fields) {

  /// The body of a request; without one there are no fields.
  ///
  /// @throws FaultException if it is no JSON object
  public static Asked of(Context ctx, Bodies bodies) {
    byte[] body = bodies.read(ctx);
    if (body.length == 0) {
      return new Asked(Value.Mapping.EMPTY);
    }
    try {
      if (Json.read(body) instanceof Value.Mapping fields) {
        return new Asked(fields);
      }
    } catch (JsonSyntaxException broken) {
      throw new FaultException(
          Fault.badRequest("bad-json", "The body is no JSON: %s".formatted(broken.getMessage())));
    }
    throw new FaultException(Fault.badRequest("bad-json", "The body has to be a JSON object."));
  }

  /// A parameter of the address that has to be there.
  public static String parameter(Context ctx, String name) {
    @Nullable String said = ctx.queryParam(name);
    if (said == null) {
      throw new FaultException(Fault.of(400, "missing-field", "Say ?%s=….".formatted(name), name));
    }
    return said;
  }

  /// A text that has to be there.
  public String text(String name) {
    return find(name)
        .orElseThrow(() ->
            new FaultException(
                Fault.of(
                    400, "missing-field", "'%s' has to be there, a text.".formatted(name), name)));
  }

  /// A text, if it is there.
  public Optional<String> find(String name) {
    return fields.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /// Whether a field says so.
  public boolean isTrue(String name) {
    return fields.get(name) instanceof Value.Bool truth && truth.isTrue();
  }

  /// An object; empty if it is not there.
  public Value.Mapping object(String name) {
    return fields.get(name) instanceof Value.Mapping object ? object : Value.Mapping.EMPTY;
  }

  /// A list; empty if it is not there.
  public List<Value> list(String name) {
    return fields.get(name) instanceof Value.Sequence(var items) ? items : List.of();
  }
}
