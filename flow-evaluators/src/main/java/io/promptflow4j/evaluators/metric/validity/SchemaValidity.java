package io.promptflow4j.evaluators.metric.validity;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// Whether a JSON text fits a JSON Schema (2020-12 unless its `$schema` names another draft).
///
/// A reference to a schema elsewhere is never fetched; it makes every value invalid, with that
/// reason. `format` is an annotation, as the specification has it.
public final class SchemaValidity {

  private static final int MAX_REASONS = 5;

  private final Schema schema;

  /// @throws IllegalArgumentException if `schema` is no mapping and no truth value
  public SchemaValidity(Value schema) {
    if (!(schema instanceof Value.Mapping || schema instanceof Value.Bool)) {
      throw new IllegalArgumentException("a JSON schema is a mapping, true or false");
    }
    this.schema =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)))
            .getSchema(Json.write(schema), InputFormat.JSON);
  }

  /// A text that is no JSON is invalid too.
  public Validity check(String text) {
    Validity json = JsonValidity.check(text);
    return json.isValid() ? checkJson(text) : json;
  }

  public Validity check(Value value) {
    return checkJson(Json.write(value));
  }

  private Validity checkJson(String json) {
    try {
      List<Error> errors = schema.validate(json, InputFormat.JSON);
      return errors.isEmpty() ? Validity.Valid.VALID : new Validity.Invalid(reasons(errors));
    } catch (SchemaException unusable) {
      return new Validity.Invalid("the schema can't be used: " + unusable.getMessage());
    } catch (IllegalArgumentException strange) { // NaN and the like, which are no JSON for it
      return new Validity.Invalid("the value is no strict JSON");
    }
  }

  private static String reasons(List<Error> errors) {
    return errors.stream()
        .limit(MAX_REASONS)
        .map(Error::toString)
        .collect(Collectors.joining("; "));
  }
}
