package io.promptflow4j.server.security;

import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.app.ServerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A chat that is served to holders of keys of a store, and of tokens.
final class Guarded implements AutoCloseable {

  final AccessStore store;
  final ModelService model;
  final Access access;
  final Served served;

  private Guarded(Path folder, List<Callers> tokens) throws IOException {
    this.store = RunStores.openAccess(address(folder));
    this.model = new ModelService();
    this.access = Access.of(store, true, tokens, _ -> {});
    this.served = Served.of(Served.CHAT, folder, model, ServerSettings.local(0), access);
  }

  static Guarded in(Path folder, Callers... tokens) throws IOException {
    return new Guarded(folder, List.of(tokens));
  }

  private static StoreAddress address(Path folder) {
    return new StoreAddress.Sqlite(folder.resolve("store/runs.sqlite"));
  }

  /// A key that a server which starts from now on knows, and one that runs knows within a second.
  static String key(Path folder, Role role, List<String> endpoints, String quota) {
    return key(folder, new Grant("test", role, endpoints, Quota.read(quota), Optional.empty()));
  }

  static String key(Path folder, Grant grant) {
    try (AccessStore store = RunStores.openAccess(address(folder))) {
      return store.keys().create(grant, "ann", Instant.now()).text().reveal();
    }
  }

  static String[] bearer(String key) {
    return new String[] {"Authorization", "Bearer " + key};
  }

  @Override
  public void close() {
    served.close();
    access.close();
    model.close();
    store.close();
  }
}
