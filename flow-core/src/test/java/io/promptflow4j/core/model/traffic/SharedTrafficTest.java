package io.promptflow4j.core.model.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedTrafficTest {

  private final SharedTraffic shared = new SharedTraffic();

  private static Connection connection(String name, String key, Map<String, String> settings) {
    return new Connection(
        name, ConnectionType.OPEN_AI, settings, Map.of("api_key", new Secret(key)));
  }

  @Test
  void aConnectionThatIsOpenedTwiceHasOneTraffic() {
    assertThat(shared.of(connection("a", "k", Map.of())))
        .isSameAs(shared.of(connection("a", "k", Map.of())));
  }

  @Test
  void anotherKeyNameOrSettingIsAnotherConnection() {
    Traffic one = shared.of(connection("a", "k", Map.of()));

    assertThat(shared.of(connection("b", "k", Map.of()))).isNotSameAs(one);
    assertThat(shared.of(connection("a", "other", Map.of()))).isNotSameAs(one);
    assertThat(shared.of(connection("a", "k", Map.of("max_concurrency", "3")))).isNotSameAs(one);
  }
}
