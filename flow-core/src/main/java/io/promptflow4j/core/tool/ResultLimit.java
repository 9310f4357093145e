package io.promptflow4j.core.tool;

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
}
