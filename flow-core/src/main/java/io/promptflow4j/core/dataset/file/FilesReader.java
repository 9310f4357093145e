package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.format.DataFile;
import io.promptflow4j.core.dataset.format.FileReaders;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads files one after the other and numbers their rows throughout. One file is open at a time.
final class FilesReader implements RowReader {

  private final Iterator<DataFile> left;
  private final FileReaders readers;
  private @Nullable RowReader current;
  private RowImages images;
  private long number;

  FilesReader(List<DataFile> files, FileReaders readers) {
    this.left = files.iterator();
    this.readers = readers;
    this.images = RowImages.none();
  }

  @Override
  public @Nullable RowOrProblem read() {
    while (true) {
      if (current == null) {
        if (!left.hasNext()) {
          return null;
        }
        DataFile file = left.next();
        current = readers.open(file);
        images = RowImages.besides(file.path());
      }
      RowOrProblem found = current.read();
      if (found != null) {
        return numbered(found);
      }
      current.close();
      current = null;
    }
  }

  private RowOrProblem numbered(RowOrProblem found) {
    long here = number++;
    return switch (found) {
      case Row row -> images.loaded(row.withNumber(here));
      case BrokenRow broken -> broken.withNumber(here);
    };
  }

  @Override
  public void close() {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
