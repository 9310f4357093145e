package io.promptflow4j.core.dataset.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataCatalogTest {

  @ParameterizedTest
  @CsvSource({"movies:3,movies,3", "m.v-1_x:12,m.v-1_x,12"})
  void aReferenceNamesAVersion(String written, String name, int version) {
    assertThat(DataReference.parse(written)).contains(DataReference.to(name, version));
    assertThat(DataReference.to(name, version)).hasToString(written);
  }

  @Test
  void aReferenceMayNameTheNewest() {
    assertThat(DataReference.parse("movies@latest")).contains(DataReference.latest("movies"));
    assertThat(DataReference.latest("movies")).hasToString("movies@latest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.jsonl",
        "movies",
        "movies:0",
        "movies:x",
        "a/b:1",
        "azureml:movies:1",
        "C:\\x",
        "",
        "-",
        "movies@newest",
        "../x:1",
        "movies:99999999999"
      })
  void otherTextsAreNoReferences(String written) {
    assertThat(DataReference.parse(written)).isEmpty();
  }

  @Test
  void aNewVersionIsMadeOnlyForOtherRows() {
    var catalog = new InMemory();

    assertThat(catalog.register(draft("sha256:a")).reference()).hasToString("movies:1");
    assertThat(catalog.register(draft("sha256:a")).reference()).hasToString("movies:1");
    assertThat(catalog.register(draft("sha256:b")).reference()).hasToString("movies:2");
    assertThat(catalog.register(draft("sha256:a")).reference()).hasToString("movies:3");
    assertThat(catalog.versions("movies")).hasSize(3);
  }

  @Test
  void twoWhoRegisterAtOnceGetVersionsOfTheirOwn() {
    var catalog = new InMemory();
    catalog.beforeNextAdd = () -> catalog.kept.add(draft("sha256:other"));

    assertThat(catalog.register(draft("sha256:mine")).version()).isEqualTo(2);
  }

  @Test
  void namesArePlain() {
    assertThatThrownBy(
            () -> new NamedData("a b", 1, "p", "d", 1, new LinkedHashMap<>(), "", Instant.EPOCH))
        .hasMessage("'a b' can't name data; use letters, digits, '.', '_' and '-', 100 at most");
  }

  private static NamedData draft(String digest) {
    return new NamedData(
        "movies", 1, "movies.csv", digest, 10, new LinkedHashMap<>(), "", Instant.EPOCH);
  }

  private static final class InMemory implements DataCatalog {
    private final List<NamedData> kept = new ArrayList<>();
    private Runnable beforeNextAdd = () -> {};

    @Override
    public Optional<NamedData> find(DataReference reference) {
      return versions(reference.name()).stream()
          .filter(data ->
              reference.version().isEmpty() || reference.version().getAsInt() == data.version())
          .findFirst();
    }

    @Override
    public List<NamedData> list() {
      return kept.stream()
          .map(NamedData::name)
          .distinct()
          .sorted()
          .map(name -> versions(name).getFirst())
          .toList();
    }

    @Override
    public List<NamedData> versions(String name) {
      return kept.stream()
          .filter(data -> data.name().equals(name))
          .sorted(Comparator.comparingInt(NamedData::version).reversed())
          .toList();
    }

    @Override
    public boolean add(NamedData data) {
      beforeNextAdd.run();
      beforeNextAdd = () -> {};
      if (find(data.reference()).isPresent()) {
        return false;
      }
      return kept.add(data);
    }
  }
}
