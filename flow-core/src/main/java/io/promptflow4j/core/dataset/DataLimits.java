package io.promptflow4j.core.dataset;

/// How much one row, and standard input, may hold.
///
/// @param maxRowBytes the longest row; in CSV and JSON files it is counted in characters and may be
///   exceeded by the 64 Ki that are read ahead
/// @param maxInputBytes the longest standard input, which is kept in a temporary file because rows
///   are read more than once
public record DataLimits(int maxRowBytes, long maxInputBytes) {

  /// 64 MiB a row, 64 GiB of standard input.
  public static final DataLimits DEFAULT = new DataLimits(64 << 20, 64L << 30);

  public DataLimits withMaxRowBytes(int bytes) {
    return new DataLimits(bytes, maxInputBytes);
  }
}
