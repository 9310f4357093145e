package io.promptflow4j.server.architecture;

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

  private static final String ROOT = "io.promptflow4j.server";

  /// Every room may import the rooms before it, and no others. A room may be still to come.
  private static final List<String> ROOMS =
      List.of("api", "deployment", "security", "route", "studio", "app");

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
                    type.getPackageName()
                        .replaceFirst("io\\.promptflow4j\\.server\\.(\\w+).*", "$1"))
                .filter(room -> !room.startsWith("io."))
                .distinct())
        .isNotEmpty()
        .isSubsetOf(ROOMS);
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
  void onlySecurityRoutesAndTheFrontDoorKnowAServer() {
    checkNoServer(MAIN);
  }

  @Test
  void valuesAreReadAndWrittenByTheCoreAlone() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml..", "org.yaml..")
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
    assertThat(MAIN.size()).isGreaterThan(40);
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

  private static void checkNoServer(JavaClasses classes) {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".api..", ROOT + ".deployment..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "jakarta..", "org.eclipse.jetty..")
        .check(classes);
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
          .allowEmptyShould(true)
          .check(classes);
    }
  }
}
