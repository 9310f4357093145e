package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.Map;

/// The most that one result of a tool may hold: texts, keys and pictures by their own bytes,
/// everything else as eight. A tool that gives more fails, instead of the whole run for want of
/// memory.
public record ResultLimit(int mebibytes) {

  /// The variable that sets another limit, in MiB.
  public static final String VARIABLE = "PF_TOOL_RESULT_MIB";

  public static final ResultLimit DEFAULT = new ResultLimit(128);

  private static final int MOST = 1_024;

  public ResultLimit {
    if (mebibytes < 1 || mebibytes > MOST) {
      throw new IllegalArgumentException("not from 1 to %d MiB: %d".formatted(MOST, mebibytes));
    }
  }

  /// What the environment asks for; the default if that is not a number from 1 to 1024.
  public static ResultLimit of(Map<String, String> environment) {
    String asked = environment.getOrDefault(VARIABLE, "").strip();
    if (asked.matches("[1-9]\\d{0,3}") && Integer.parseInt(asked) <= MOST) {
      return new ResultLimit(Integer.parseInt(asked));
    }
    return DEFAULT;
  }

  public long bytes() {
    return (long) mebibytes << 20;
  }

  /// Says what a tool gave too much of, as the end of "returned …".
  public String exceededBy(long counted) {
    return "at least %.1f MiB; a result may have %d MiB (%s sets another limit)"
        .formatted(counted / 1048576.0, mebibytes, VARIABLE);
  }

  /// Counts what a result holds, in bytes, while it is made. Owned by one thread.
  public static final class Size {

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

    public Size(ResultLimit limit) {
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
}
