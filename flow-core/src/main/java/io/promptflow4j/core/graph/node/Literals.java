package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/// Values that stand in a flow file, turned into what is declared for them. Pictures are read from
/// the flow folder; an address is kept and never fetched.
public final class Literals {

  private final FlowFolder folder;

  public Literals(FlowFolder folder) {
    this.folder = folder;
  }

  /// Whether a literal counts as not given, so that the tool's own default applies.
  static boolean isBlank(Value value) {
    return switch (value) {
      case Value.Null _ -> true;
      case Value.Text(var text) -> text.isEmpty();
      case Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Sequence _,
          Value.Mapping _,
          Value.Image _ ->
          false;
    };
  }

  /// The value in the declared type, mappings that stand for pictures resolved.
  public Coercion coerce(ValueType type, Value value) {
    if (type == ValueType.IMAGE) {
      return image(value);
    }
    return switch (Coercion.to(type, value)) {
      case Coercion.Refused refused -> refused;
      case Coercion.Fits(var fitting) -> withImages(fitting);
    };
  }

  private Coercion withImages(Value value) {
    try {
      return new Coercion.Fits(resolved(value));
    } catch (FileAccessException | IllegalArgumentException wrong) {
      return new Coercion.Refused(reason(wrong));
    }
  }

  private Value resolved(Value value) {
    return switch (value) {
      case Value.Sequence(var items) -> {
        var inner = new ArrayList<Value>(items.size());
        items.forEach(item -> inner.add(resolved(item)));
        yield Value.of(inner);
      }
      case Value.Mapping mapping -> {
        Optional<Images.Reference> picture = Images.reference(mapping);
        yield picture.isPresent() ? image(picture.get()) : resolvedEntries(mapping);
      }
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          value;
    };
  }

  private Value resolvedEntries(Value.Mapping mapping) {
    var inner = new LinkedHashMap<String, Value>();
    mapping.entries().forEach((key, entry) -> inner.put(key, resolved(entry)));
    return new Value.Mapping(inner);
  }

  private Coercion image(Value value) {
    try {
      return switch (value) {
        case Value.Image image -> new Coercion.Fits(image);
        case Value.Text(var text) -> new Coercion.Fits(image(text));
        case Value.Mapping mapping ->
            Images.reference(mapping)
                .<Coercion>map(picture -> new Coercion.Fits(image(picture)))
                .orElseGet(() -> new Coercion.Refused("the mapping does not stand for a picture"));
        case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _, Value.Sequence _ ->
            new Coercion.Refused("it is neither a path, an address nor a picture mapping");
      };
    } catch (FileAccessException | IllegalArgumentException wrong) {
      return new Coercion.Refused(reason(wrong));
    }
  }

  private Value.Image image(String text) {
    Optional<Images.Reference> inline = Images.dataUrl(text);
    if (inline.isPresent()) {
      return image(inline.get());
    }
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return new Value.Image("image/*", new ImageContent.Remote(URI.create(text)));
    }
    try {
      return image(new Images.Reference("image/*", Images.Form.PATH, text));
    } catch (FileAccessException notAFile) {
      return base64(text).orElseThrow(() -> notAFile);
    }
  }

  private Optional<Value.Image> base64(String text) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(text);
      boolean isPicture = !Images.sniff(bytes).equals("image/*");
      return isPicture
          ? Optional.of(
              Images.fromBytes(bytes, new Images.Reference("image/*", Images.Form.BASE64, text)))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Value.Image image(Images.Reference picture) {
    return switch (picture.form()) {
      case PATH -> Images.fromBytes(folder.readBytes(picture.target()), picture);
      case BASE64, URL -> Images.resolve(picture);
    };
  }

  private static String reason(RuntimeException wrong) {
    String message = wrong.getMessage();
    return message == null ? "the picture can't be read" : message;
  }
}
