package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;

/// Counts what a result holds, in bytes, while it is made. Owned by one thread.
public final class ResultSize {

  private static final int ITEM = 8;

  /// The result is too large. The message completes "the tool returned …".
  public static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message);
    }
  }

  private final ResultLimit limit;
  private long counted;

  public ResultSize(ResultLimit limit) {
    this.limit = limit;
  }

  /// Counts something without a text: a number, a list itself.
  public void addItem() {
    add(ITEM);
  }

  public void add(long bytes) {
    counted += bytes;
    if (counted > limit.bytes()) {
      throw new TooLargeException(limit.exceededBy(counted));
    }
  }

  /// Counts a text as UTF-8.
  public void add(String text) {
    add(text.length());
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one > 0x7F) {
        add(one > 0x7FF && !Character.isSurrogate(one) ? 2 : 1);
      }
    }
  }

  /// Counts a value with all that is in it.
  public void add(Value value) {
    addItem();
    switch (value) {
      case Value.Text(var text) -> add(text);
      case Value.Sequence(var items) -> items.forEach(this::add);
      case Value.Mapping(var entries) ->
          entries.forEach((key, item) -> {
            add(key);
            add(item);
          });
      case Value.Image image when image.content() instanceof ImageContent.Inline inline ->
          add(inline.bytes().length);
      case Value.Image _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> {}
    }
  }
}
