package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.studio.flow.FlowWork;
import io.promptflow4j.server.studio.page.PageRoutes;
import io.promptflow4j.server.studio.session.SessionRoutes;
import io.promptflow4j.server.studio.session.Sessions;
import io.promptflow4j.server.studio.workspace.EventRoutes;
import io.promptflow4j.server.studio.workspace.FileRoutes;
import io.promptflow4j.server.studio.workspace.FolderWatch;
import io.promptflow4j.server.studio.workspace.Happenings;
import io.promptflow4j.server.studio.workspace.Workspace;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// The studio over a folder: its page, and the routes by which an author changes the folder.
///
/// ```java
/// try (var studio = StudioContent.open(folder, around, line -> log(line));
///     var server = FlowServer.start(studio, about, ServerSettings.local(0), Access.none())) {
///   open(server.address() + "/studio/#login=" + studio.loginCode());
/// }
/// ```
public final class StudioContent implements AutoCloseable {

  private final Workspace workspace;
  private final Consumer<String> log;
  private final Happenings happenings = new Happenings();
  private final Sessions sessions = new Sessions(InstantSource.system());
  private final FlowWork flows;
  private final AutoCloseable watch;
  private final Optional<StudioDesk> desk;

  private StudioContent(
      Workspace workspace, FlowSettings around, Optional<StudioDesk> desk, Consumer<String> log) {
    this.desk = desk;
    this.workspace = workspace;
    this.log = log;
    this.flows = new FlowWork(workspace, around);
    this.watch = FolderWatch.begin(workspace, happenings, log);
  }

  /// Opens the studio of a folder.
  ///
  /// @param folder all that it reads and writes of files
  /// @param around what this machine gives to flows
  /// @param log takes what went wrong inside, a line each
  /// @throws IllegalArgumentException if there is no such folder
  public static StudioContent open(Path folder, FlowSettings around, Consumer<String> log) {
    return new StudioContent(new Workspace(folder), around, Optional.empty(), log);
  }

  /// The same with all that is not a flow itself: runs, comparisons, models and so on.
  ///
  /// @param desk closed with this
  public static StudioContent open(
      Path folder, FlowSettings around, StudioDesk desk, Consumer<String> log) {
    return new StudioContent(new Workspace(folder), around, Optional.of(desk), log);
  }

  /// A code that lets one browser in, once, with all rights.
  public String loginCode() {
    return sessions.code(Caller.trusted("studio"));
  }

  /// Whether the page is in this build.
  public static boolean isBuilt() {
    return PageRoutes.isBuilt();
  }

  /// Those who are signed in.
  Callers signedIn() {
    return sessions;
  }

  Content around(FlowServer.About about, Access access, ServerSettings settings) {
    var told =
        new SessionRoutes.About(about.version(), workspace.name(), settings.tls().isPresent());
    Optional<Callers> others = access.callers(settings.keys());
    return (routes, more) -> {
      new SessionRoutes(sessions, others, told).addTo(routes);
      addTo(routes, more);
    };
  }

  private void addTo(RoutesConfig routes, Content.Around around) {
    var bodies = around.calls().bodies();
    new PageRoutes().addTo(routes);
    new EventRoutes(happenings, around.calls().departures(), around.calls().heartbeat())
        .addTo(routes);
    new FileRoutes(workspace, happenings, bodies).addTo(routes);
    flows.addTo(routes, around.calls());
    desk.ifPresent(one -> one.addTo(routes, around));
  }

  @Override
  public void close() {
    desk.ifPresent(StudioDesk::close);
    flows.close();
    try {
      watch.close();
    } catch (Exception left) {
      log.accept("the watch of the folder did not end: " + left.getMessage());
    }
  }
}
