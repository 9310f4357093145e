package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.DataLimits;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.format.DataFile;
import io.promptflow4j.core.dataset.format.FileReaders;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The rows of files, one file after the other.
final class FileDataSet implements DataSet {

  private final String name;
  private final List<DataFile> files;
  private final FileReaders readers;
  private final Optional<Path> temporary;

  FileDataSet(String name, List<DataFile> files, DataLimits limits, Optional<Path> temporary) {
    this.name = name;
    this.files = List.copyOf(files);
    this.readers = new FileReaders(limits);
    this.temporary = temporary;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public RowReader rows() {
    return new FilesReader(files, readers);
  }

  @Override
  public void close() {
    temporary.ifPresent(Spool::remove);
  }
}
