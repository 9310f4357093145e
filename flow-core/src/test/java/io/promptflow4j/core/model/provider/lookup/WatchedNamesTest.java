package io.promptflow4j.core.model.provider.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatchedNamesTest {

  private static final String HOST = "weathercock.example.com";
  private static final InetAddressResolver.LookupPolicy ANY =
      InetAddressResolver.LookupPolicy.of(InetAddressResolver.LookupPolicy.IPV4);

  /// Answers otherwise each time.
  private record Fickle(Deque<String> answers) implements InetAddressResolver {

    static InetAddressResolver of(String... answers) {
      return WatchedNames.over(new Fickle(new ArrayDeque<>(List.of(answers))));
    }

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
      return Stream.of(InetAddress.ofLiteral(answers.removeFirst()));
    }

    @Override
    public String lookupByAddress(byte[] address) {
      return "nobody";
    }
  }

  private static boolean isPublic(InetAddress address) {
    return !address.isLoopbackAddress();
  }

  @Test
  void aWatchedNameLeadsNowhereOnceItLeadsElsewhere() throws Exception {
    InetAddressResolver names = Fickle.of("93.184.215.14", "127.0.0.1", "93.184.215.14");
    try (var _ = WatchedNames.watch("Weathercock.example.com", WatchedNamesTest::isPublic)) {
      assertThat(names.lookupByName(HOST, ANY)).hasSize(1);

      assertThatThrownBy(() -> names.lookupByName(HOST, ANY))
          .isInstanceOf(UnknownHostException.class);

      assertThat(WatchedNames.refused(HOST)).contains(InetAddress.ofLiteral("127.0.0.1"));
      assertThat(names.lookupByName(HOST, ANY)).hasSize(1);
      assertThat(WatchedNames.refused(HOST)).as("an earlier look-up's").isEmpty();
    }
  }

  @Test
  void namesThatNobodyWatchesLeadAnywhere() throws Exception {
    InetAddressResolver names = Fickle.of("127.0.0.1", "127.0.0.1");
    var watch = WatchedNames.watch("other.example.com", _ -> false);

    assertThat(names.lookupByName(HOST, ANY)).hasSize(1);
    watch.close();
    assertThat(names.lookupByName("other.example.com", ANY)).hasSize(1);
    assertThat(WatchedNames.refused("other.example.com")).isEmpty();
  }

  @Test
  void whatOneWhoWatchesAllowsIsAnswered() throws Exception {
    InetAddressResolver names = Fickle.of("127.0.0.1");
    try (var _ = WatchedNames.watch(HOST, WatchedNamesTest::isPublic);
        var _ = WatchedNames.watch(HOST, _ -> true)) {
      assertThat(names.lookupByName(HOST, ANY)).hasSize(1);
    }
  }
}
