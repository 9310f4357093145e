package io.promptflow4j.core.run.store;

import io.promptflow4j.core.dataset.catalog.DataCatalog;
import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.DataTable;
import java.util.List;
import java.util.Optional;

/// Named data sets in the database of the runs.
record JdbcDataCatalog(Database database) implements DataCatalog {

  @Override
  public Optional<NamedData> find(DataReference reference) {
    return database.read(handle -> DataTable.find(handle, reference));
  }

  @Override
  public List<NamedData> list() {
    return database.read(DataTable::newest);
  }

  @Override
  public List<NamedData> versions(String name) {
    return database.read(handle -> DataTable.versions(handle, name, Integer.MAX_VALUE));
  }

  @Override
  public boolean add(NamedData data) {
    return database.write(handle -> DataTable.add(handle, data));
  }
}
