package io.promptflow4j.core.value;

import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Prompt flow's two JSON forms of an image, read and written without touching a file or the
/// network.
///
/// Basic: `{"data:image/png;base64": "…"}` or `{"data:image/png;url": "https://…"}`. OpenAI vision:
/// `{"type": "image_url", "image_url": {"url": "…"}}`. The `path` forms need the flow folder and
/// are resolved by whoever knows it; the reference names the file.
public final class Images {

  private static final Pattern BASIC = Pattern.compile("data:(image/[\\w.+*-]+);(path|base64|url)");
  private static final Pattern DATA_URL =
      Pattern.compile("data:(image/[\\w.+-]+);base64,([A-Za-z0-9+/=\\s]*)");

  private Images() {}

  /// What kind of image mapping a value is.
  public enum Form {
    PATH,
    BASE64,
    URL
  }

  /// A mapping that stands for an image, not yet turned into one.
  public record Reference(String mediaType, Form form, String target) {}

  /// The image that `mapping` stands for, if it has one of the two shapes.
  public static Optional<Reference> reference(Value.Mapping mapping) {
    if (mapping.entries().size() == 1) {
      var entry = mapping.entries().firstEntry();
      var matcher = BASIC.matcher(entry.getKey());
      if (matcher.matches() && entry.getValue() instanceof Value.Text(var target)) {
        return Optional.of(
            new Reference(matcher.group(1), Form.valueOf(upper(matcher.group(2))), target));
      }
    }
    return vision(mapping);
  }

  private static Optional<Reference> vision(Value.Mapping mapping) {
    if (mapping.get("type") instanceof Value.Text(var type)
        && mapping.get(type) instanceof Value.Mapping inner) {
      if (type.equals("image_url") && inner.get("url") instanceof Value.Text(var url)) {
        return Optional.of(dataUrl(url).orElseGet(() -> new Reference("image/*", Form.URL, url)));
      }
      if (type.equals("image_file") && inner.get("path") instanceof Value.Text(var path)) {
        return Optional.of(new Reference("image/*", Form.PATH, path));
      }
    }
    return Optional.empty();
  }

  /// Reads `data:image/png;base64,…`.
  public static Optional<Reference> dataUrl(String text) {
    var matcher = DATA_URL.matcher(text);
    return matcher.matches()
        ? Optional.of(new Reference(matcher.group(1), Form.BASE64, matcher.group(2)))
        : Optional.empty();
  }

  /// The image of a `BASE64` or `URL` reference.
  ///
  /// @throws IllegalArgumentException if the base64 text or the address is malformed, or if the
  ///   reference names a file
  public static Value.Image resolve(Reference reference) {
    return switch (reference.form()) {
      case BASE64 -> fromBytes(Base64.getMimeDecoder().decode(reference.target()), reference);
      case URL ->
          new Value.Image(
              reference.mediaType(), new ImageContent.Remote(URI.create(reference.target())));
      case PATH -> throw new IllegalArgumentException("an image file has to be read by its folder");
    };
  }

  /// An image of the given bytes; the media type is read from the bytes when the reference leaves
  /// it open (`image/*`).
  public static Value.Image fromBytes(byte[] bytes, Reference reference) {
    String mediaType =
        reference.mediaType().equals("image/*") ? sniff(bytes) : reference.mediaType();
    return new Value.Image(mediaType, new ImageContent.Inline(bytes));
  }

  /// The media type that the first bytes announce, `image/*` if they announce none.
  public static String sniff(byte[] bytes) {
    if (startsWith(bytes, 0x89, 'P', 'N', 'G')) {
      return "image/png";
    }
    if (startsWith(bytes, 0xFF, 0xD8, 0xFF)) {
      return "image/jpeg";
    }
    if (startsWith(bytes, 'G', 'I', 'F', '8')) {
      return "image/gif";
    }
    if (startsWith(bytes, 'R', 'I', 'F', 'F')) {
      return "image/webp";
    }
    return startsWith(bytes, 'B', 'M') ? "image/bmp" : "image/*";
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    if (bytes.length < start.length) {
      return false;
    }
    for (int i = 0; i < start.length; i++) {
      if ((bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /// The basic prompt-flow mapping of an image.
  public static Value.Mapping toMapping(Value.Image image) {
    var entries = new LinkedHashMap<String, Value>();
    switch (image.content()) {
      case ImageContent.Inline inline ->
          entries.put("data:" + image.mediaType() + ";base64", Value.of(inline.base64()));
      case ImageContent.Remote(var address) ->
          entries.put("data:" + image.mediaType() + ";url", Value.of(address.toString()));
    }
    return new Value.Mapping(entries);
  }

  private static String upper(String form) {
    return form.toUpperCase(Locale.ROOT);
  }
}
