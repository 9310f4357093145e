package io.promptflow4j.core.dataset;

import java.nio.file.Path;
import java.util.Optional;

/// What was asked for: a file, a folder, a pattern such as `data/*.jsonl`, or `-` for standard
/// input.
///
/// @param written as its author wrote it
/// @param base the folder that a relative path starts from
/// @param format how the rows are written, if the name of the file does not say or lies
public record DataSource(String written, Path base, Optional<DataFormat> format) {

  /// What `written` means to someone who stands in the working directory.
  public static DataSource of(String written) {
    return new DataSource(written, Path.of(""), Optional.empty());
  }

  public DataSource relativeTo(Path folder) {
    return new DataSource(written, folder, format);
  }

  public DataSource withFormat(DataFormat known) {
    return new DataSource(written, base, Optional.of(known));
  }

  public boolean isStandardInput() {
    return written.equals("-");
  }

  @Override
  public String toString() {
    return isStandardInput() ? "standard input" : written;
  }
}
