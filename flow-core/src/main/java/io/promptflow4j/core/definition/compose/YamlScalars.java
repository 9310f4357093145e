package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.ScalarEvent;

/// Turns the scalars of one file into values, and says which tags mean nothing in a flow file.
public final class YamlScalars {

  private static final String CORE = "tag:yaml.org,2002:";

  private final CodePoints text;
  private final Findings findings;

  public YamlScalars(CodePoints text, Findings findings) {
    this.text = text;
    this.findings = findings;
  }

  /// Whether `event` is the merge key `<<`.
  public static boolean isMerge(Event event) {
    return event instanceof ScalarEvent key
        && key.getScalarStyle() == ScalarStyle.PLAIN
        && key.getValue().equals("<<");
  }

  /// A key as the text that JSON would give it.
  public static String keyText(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Null _ -> "null";
      case Value.Bool truth -> truth.isTrue() ? "true" : "false";
      default -> PythonText.str(value);
    };
  }

  public Written read(ScalarEvent scalar) {
    Place place = text.placeOf(scalar.getStartMark());
    String written = scalar.getValue();
    if (scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED && hasLoneSurrogate(written)) {
      findings.error(
          "yaml-syntax",
          place,
          "this text holds half of a surrogate pair (\\ud800 to \\udfff), which is no character;"
              + " write the character itself or both halves.");
      written = "";
    }
    return new Written.Scalar(value(scalar, written), place, references(scalar, written));
  }

  /// Where each `${` of a text stands. What begins none in the file but one in the text was written
  /// with an escape, and then no count can be trusted.
  private List<Place> references(ScalarEvent scalar, String written) {
    if (!written.contains("${")) {
      return List.of();
    }
    var places = new ArrayList<Place>();
    int end = scalar.getEndMark().getIndex();
    for (int i = scalar.getStartMark().getIndex(); i + 1 < end; i++) {
      if (text.at(i) == '$' && text.at(i + 1) == '{') {
        places.add(text.placeAt(i));
      }
    }
    long count =
        IntStream.range(0, written.length()).filter(i -> written.startsWith("${", i)).count();
    return places.size() == count ? places : List.of();
  }

  private Value value(ScalarEvent scalar, String written) {
    String tag = scalar.getTag();
    if (tag == null || tag.equals("!")) {
      boolean plain = tag == null && scalar.getScalarStyle() == ScalarStyle.PLAIN;
      return plain ? CoreSchema.plain(written) : Value.of(written);
    }
    checkTag(tag, scalar.getStartMark());
    return switch (tag) {
      case CORE + "int", CORE + "float", CORE + "bool", CORE + "null" -> CoreSchema.plain(written);
      default -> Value.of(written);
    };
  }

  /// Reports a tag that has no meaning here.
  public void checkTag(@Nullable String tag, Mark mark) {
    if (tag == null || tag.equals("!")) {
      return;
    }
    switch (tag) {
      case CORE + "str",
          CORE + "int",
          CORE + "float",
          CORE + "bool",
          CORE + "null",
          CORE + "seq",
          CORE + "map" -> {}
      default ->
          findings.warning(
              "unknown-tag",
              text.placeOf(mark),
              "the tag '%s' has no meaning in a flow file and is ignored; remove it."
                  .formatted(
                      Shown.text(
                          tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag)));
    }
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }
}
