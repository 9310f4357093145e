package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowReader;

/// Some rows of another data set.
record SelectedDataSet(DataSet whole, Selection selection) implements DataSet {

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public RowReader rows() {
    RowReader chosen = new ChosenRows(whole.rows(), selection);
    if (selection.sample().isPresent()) {
      SampledRows.Ranks ranks;
      try (RowReader firstPass = chosen) {
        ranks = SampledRows.draw(firstPass, selection.sample().get(), selection.id());
      }
      chosen = new SampledRows(new ChosenRows(whole.rows(), selection), ranks);
    }
    return selection.limit().isPresent() ? new FirstRows(chosen, selection.limit().get()) : chosen;
  }

  @Override
  public boolean keepsNumbers() {
    return true;
  }

  @Override
  public void close() {
    whole.close();
  }
}
