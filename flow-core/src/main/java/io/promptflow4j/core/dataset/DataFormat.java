package io.promptflow4j.core.dataset;

import java.util.Locale;
import java.util.Optional;

/// How rows are written in a file.
public enum DataFormat {
  /// One JSON object a line.
  JSONL("jsonl", "ndjson"),
  /// A list of JSON objects, or one object, which is one row.
  JSON("json"),
  /// Cells separated by commas (or, if the header has none, by semicolons) under a header.
  CSV("csv"),
  /// Cells separated by tabs under a header.
  TSV("tsv", "tab"),
  /// Parquet, for which the driver of DuckDB has to be on the class path.
  PARQUET("parquet", "pq");

  private final String name;
  private final String otherSuffix;

  DataFormat(String name) {
    this(name, name);
  }

  DataFormat(String name, String otherSuffix) {
    this.name = name;
    this.otherSuffix = otherSuffix;
  }

  /// The name people write: `jsonl`, `json`, `csv`, `tsv`, `parquet`.
  public String label() {
    return name;
  }

  /// The format that people call `name`, in any case.
  public static Optional<DataFormat> named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    for (DataFormat format : values()) {
      if (format.name.equals(wanted) || format.otherSuffix.equals(wanted)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /// The format that the end of a file's name announces, `.gz` left aside.
  public static Optional<DataFormat> ofFile(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    String bare = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    int dot = bare.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : named(bare.substring(dot + 1));
  }
}
