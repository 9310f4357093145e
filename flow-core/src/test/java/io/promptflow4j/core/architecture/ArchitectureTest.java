package io.promptflow4j.core.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Keeps the rooms of this module in the order in which data flows through them.
class ArchitectureTest {

  private static final String ROOT = "io.promptflow4j.core";

  /// Every room may import the rooms before it, and no others.
  private static final List<String> ROOMS =
      List.of(
          "value",
          "source",
          "template",
          "definition",
          "model",
          "tool",
          "graph",
          "trace",
          "execution",
          "dataset",
          "deployment",
          "run",
          "engine");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

  @Test
  void roomsOnlyLookBack() {
    checkOrder(ROOT, ROOMS, MAIN);
  }

  @Test
  void everyRoomHasItsPlaceInTheOrder() {
    assertThat(
            MAIN.stream()
                .map(type ->
                    type.getPackageName().replaceFirst("io\\.promptflow4j\\.core\\.(\\w+).*", "$1"))
                .filter(room -> !room.startsWith("io."))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void parentsDoNotKnowTheirChildren() {
    assertThat(importsOfChildren(MAIN)).isEmpty();
  }

  @Test
  void onlyTheReadersKnowTheYamlLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".definition.compose..",
            ROOT + ".definition.compose..",
            ROOT + ".definition.yaml..",
            ROOT + ".model.catalog.file..",
            ROOT + ".model.connection..",
            ROOT + ".model.scripted..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.yaml.snakeyaml..", "com.fasterxml.jackson.dataformat..")
        .check(MAIN);
  }

  @Test
  void onlyValueAndReadersKnowJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".value..",
            ROOT + ".definition.compose..",
            ROOT + ".definition.yaml..",
            ROOT + ".model.catalog.file..",
            ROOT + ".model.connection..",
            ROOT + ".model.scripted..",
            ROOT + ".model.provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson..")
        .check(MAIN);
  }

  /// Models given by a program, and flows given to one, are langchain4j's.
  @Test
  void onlyProvidersAndTheFrontDoorKnowLangchain4j() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".model.provider..", ROOT + ".engine.embedding..")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".engine.FlowSettings")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.langchain4j..")
        .check(MAIN);
  }

  /// Other rooms go through the guarded client; the collector of traces is an operator's.
  @Test
  void onlyProvidersCallServices() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + ".model.provider..", ROOT + ".trace.otlp..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(http\\.HttpClient.*|.*URLConnection|Socket)")
        .check(MAIN);
  }

  @Test
  void onlyTheStoreOfRunsKnowsDatabases() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".run.store..", ROOT + ".run.table..", ROOT + ".run.database..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javax.sql..",
            "org.jdbi..",
            "org.flywaydb..",
            "org.sqlite..",
            "org.postgresql..",
            "com.zaxxer..")
        .check(MAIN);
  }

  /// A Parquet file is read through the JDBC driver of DuckDB, so the room of file formats may.
  @Test
  void onlyTheStoreOfRunsTheParquetReaderAndIndexesKnowJdbc() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".run.store..",
            ROOT + ".run.table..",
            ROOT + ".run.database..",
            ROOT + ".dataset.format..",
            ROOT + ".tool.index..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.sql..")
        .check(MAIN);
  }

  /// Besides Python and the MCP servers of a flow, only git is started, which tells which commit a
  /// run's flow stands at, and the command of the machine's key ring.
  @Test
  void processesAreStartedInFourPlaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".tool.python..",
            ROOT + ".tool.mcp..",
            ROOT + ".run.snapshot..",
            ROOT + ".model.connection.store..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(MAIN);
  }

  @Test
  void nothingDangerousIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.ObjectInputStream")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "java.rmi..", "javax.naming..", "javax.script..")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .callMethod(Runtime.class, "exec", String.class)
        .check(MAIN);
  }

  @Test
  void theRulesSeeTheWholeModule() {
    assertThat(MAIN.size()).isGreaterThan(150);
  }

  @Test
  void theOrderRuleFindsAPlantedViolation() {
    assertThatThrownBy(() -> checkOrder("planted", List.of("early", "late"), PLANTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("LooksAhead");
  }

  @Test
  void theCycleRuleFindsAPlantedViolation() {
    assertThatThrownBy(
            () -> slices().matching("planted.(**)").should().beFreeOfCycles().check(PLANTED))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Cycle detected");
  }

  @Test
  void theParentRuleFindsAPlantedViolation() {
    assertThat(importsOfChildren(PLANTED)).anyMatch(found -> found.contains("KnowsItsChild"));
  }

  private static SortedSet<String> importsOfChildren(JavaClasses classes) {
    var found = new TreeSet<String>();
    for (JavaClass type : classes) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        if (dependency.getTargetClass().getPackageName().startsWith(type.getPackageName() + ".")) {
          found.add(dependency.getDescription());
        }
      }
    }
    return found;
  }

  private static void checkOrder(String root, List<String> rooms, JavaClasses classes) {
    for (int i = 0; i < rooms.size() - 1; i++) {
      String[] laterRooms =
          rooms.subList(i + 1, rooms.size()).stream()
              .map(room -> root + "." + room + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(root + "." + rooms.get(i) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(laterRooms)
          .check(classes);
    }
  }
}
