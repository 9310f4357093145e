package io.promptflow4j.core.execution.reading;

import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns the JSON forms of images into images, wherever they stand in an input.
///
/// Files are read from the flow folder only; addresses are kept for the model and never fetched.
public final class InputImages {

  private static final Pattern NAMED =
      Pattern.compile("(?s)data:(image/[\\w.+*-]+);(path|base64|url)[:,](.*)");

  private final FlowFolder folder;

  public InputImages(FlowFolder folder) {
    this.folder = folder;
  }

  /// Loads what `value` holds, given its declared type: a plain text is an image only for
  /// [ValueType#IMAGE]; lists and objects are searched all the way down.
  ///
  /// @throws FileAccessException if a file can't be read
  /// @throws IllegalArgumentException if base64 or an address is malformed, or an image input holds
  ///   none
  public Value load(ValueType type, Value value) {
    return switch (type) {
      case IMAGE -> image(value);
      case LIST, OBJECT -> search(value);
      default -> value;
    };
  }

  /// As [#load]; a text such as `data:image/png;path:x.png` is a picture whatever the type.
  public Value loadNamed(ValueType type, Value value) {
    if (value instanceof Value.Text(var text)) {
      Matcher named = NAMED.matcher(text);
      if (named.matches()) {
        Images.Form form = Images.Form.valueOf(named.group(2).toUpperCase(Locale.ROOT));
        return resolve(new Images.Reference(named.group(1), form, named.group(3).strip()));
      }
      return type == ValueType.IMAGE ? image(value) : value;
    }
    return load(type == ValueType.ANY || type == ValueType.STRING ? ValueType.OBJECT : type, value);
  }

  private Value image(Value value) {
    return switch (value) {
      case Value.Image image -> image;
      case Value.Text(var text) -> fromText(text);
      case Value.Mapping mapping ->
          Images.reference(mapping)
              .<Value>map(this::resolve)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "the mapping is no image; use {\"data:image/png;path\": \"x.png\"} or the"
                          + " base64 or url form of it"));
      default ->
          throw new IllegalArgumentException(
              "an image is a text (file, address or base64) or a mapping such as"
                  + " {\"data:image/png;path\": \"x.png\"}");
    };
  }

  private Value fromText(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the text for the image is empty");
    }
    var data = Images.dataUrl(text);
    if (data.isPresent()) {
      return Images.resolve(data.get());
    }
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return resolve(new Images.Reference("image/*", Images.Form.URL, text));
    }
    try {
      return resolve(new Images.Reference("image/*", Images.Form.PATH, text));
    } catch (FileAccessException noFile) {
      return fromBase64(text, noFile);
    }
  }

  private static Value fromBase64(String text, FileAccessException noFile) {
    try {
      Value.Image image = Images.resolve(new Images.Reference("image/*", Images.Form.BASE64, text));
      if (!image.mediaType().equals("image/*")) {
        return image;
      }
    } catch (IllegalArgumentException notBase64) {
      // then it was meant to be a file, and the answer is why that can't be read
    }
    throw noFile;
  }

  private Value.Image resolve(Images.Reference reference) {
    return reference.form() == Images.Form.PATH
        ? Images.fromBytes(folder.readBytes(reference.target()), reference)
        : Images.resolve(reference);
  }

  private Value search(Value value) {
    return switch (value) {
      case Value.Sequence(var items) -> items.isEmpty() ? value : searched(items);
      case Value.Mapping mapping -> {
        var reference = Images.reference(mapping);
        yield reference.isPresent() ? resolve(reference.get()) : searched(mapping);
      }
      default -> value;
    };
  }

  private Value searched(List<Value> items) {
    var loaded = new ArrayList<Value>(items.size());
    items.forEach(item -> loaded.add(search(item)));
    return new Value.Sequence(loaded);
  }

  private Value searched(Value.Mapping mapping) {
    var loaded = new LinkedHashMap<String, Value>();
    mapping.entries().forEach((key, item) -> loaded.put(key, search(item)));
    return new Value.Mapping(loaded);
  }
}
