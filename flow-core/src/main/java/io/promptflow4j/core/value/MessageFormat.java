package io.promptflow4j.core.value;

import java.util.LinkedHashMap;
import java.util.Map;

/// How a flow writes the images in its outputs (`message_format`).
public enum MessageFormat {
  /// As images, which JSON shows as `{"data:image/png;base64": …}`.
  BASIC,
  /// As chat APIs do, `{"type": "image_url", "image_url": {"url": …}}`.
  OPENAI_VISION;

  /// The format of that name in a flow file; [#BASIC] for any other name.
  public static MessageFormat named(String name) {
    return name.equals("openai-vision") ? OPENAI_VISION : BASIC;
  }

  /// `value` with its images in this format, wherever they stand.
  public Value written(Value value) {
    return switch (this) {
      case BASIC -> value;
      case OPENAI_VISION -> vision(value);
    };
  }

  private static Value vision(Value value) {
    return switch (value) {
      case Value.Image image -> vision(image);
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(MessageFormat::vision).toList());
      case Value.Mapping(var entries) -> {
        var written = new LinkedHashMap<String, Value>();
        entries.forEach((key, entry) -> written.put(key, vision(entry)));
        yield Value.of(written);
      }
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }

  private static Value vision(Value.Image image) {
    String url =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
          case ImageContent.Remote(var address) -> address.toString();
        };
    var written = new LinkedHashMap<String, Value>();
    written.put("type", Value.of("image_url"));
    written.put("image_url", Value.of(Map.of("url", Value.of(url))));
    return Value.of(written);
  }
}
