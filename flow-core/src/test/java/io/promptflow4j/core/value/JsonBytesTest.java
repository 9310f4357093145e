package io.promptflow4j.core.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What is written against what Jackson writes for the same.
class JsonBytesTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String LETTERS =
      "ab ?\"\\/\b\t\n\f\r\0\u0001\u001f\u007f\u0080\u00e9\u2028\u20ac\uffff\ud83d\ude00";

  private static String text(Random chance) {
    var text = new StringBuilder();
    for (int left = chance.nextInt(12); left > 0; left--) {
      int at = chance.nextInt(LETTERS.length() - 1);
      text.append(LETTERS, at, at == LETTERS.length() - 2 ? at + 2 : at + 1);
    }
    return text.toString();
  }

  private static Value value(Random chance, int depth) {
    return switch (chance.nextInt(depth > 3 ? 5 : 7)) {
      case 0 -> Value.of(text(chance));
      case 1 -> new Value.Whole(new BigInteger(chance.nextInt(100), chance).negate());
      case 2 -> Value.of(Math.scalb(chance.nextDouble() - 0.5, chance.nextInt(200) - 100));
      case 3 -> chance.nextBoolean() ? Value.Bool.TRUE : Value.Bool.FALSE;
      case 4 -> Value.Null.NULL;
      case 5 -> {
        var items = new ArrayList<Value>();
        for (int left = chance.nextInt(5); left > 0; left--) {
          items.add(value(chance, depth + 1));
        }
        yield new Value.Sequence(items);
      }
      default -> {
        var entries = new LinkedHashMap<String, Value>();
        for (int left = chance.nextInt(5); left > 0; left--) {
          entries.put(text(chance), value(chance, depth + 1));
        }
        yield new Value.Mapping(entries);
      }
    };
  }

  private static String byJackson(Value value) throws IOException {
    JsonNode plain = JACKSON.valueToTree(value.toPlain());
    return JACKSON.writeValueAsString(plain);
  }

  @Test
  void everythingIsWrittenAsJacksonWritesIt() throws IOException {
    var chance = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      Value value = value(chance, 0);
      String expected = byJackson(value);
      assertThat(Json.write(value)).isEqualTo(expected);
      assertThat(Json.writeBytes(value)).isEqualTo(expected.getBytes(UTF_8));
    }
  }

  @Test
  void numbersThatAreNoneAreWrittenAsPythonWritesThem() {
    List<Value> odd =
        List.of(Value.of(Double.NaN), Value.of(1 / 0.0), Value.of(-1 / 0.0), Value.of(-0.0));

    assertThat(Json.write(new Value.Sequence(odd))).isEqualTo("[NaN,Infinity,-Infinity,-0.0]");
  }

  @Test
  void aValueThatNeverEndsIsRefused() {
    Value nested = Value.Null.NULL;
    for (int i = 0; i < 1_001; i++) {
      nested = new Value.Sequence(List.of(nested));
    }
    Value deep = nested;

    assertThatThrownBy(() -> Json.write(deep)).isInstanceOf(UncheckedIOException.class);
  }
}
