package io.promptflow4j.core.model.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.model.provider.http.AddressGuard.Reach;
import io.promptflow4j.core.model.provider.http.AddressGuard.Zone;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The zones are those of the IANA registries of special-purpose addresses (RFC 6890 and its
/// updates); the metadata addresses those of AWS, Azure, Google Cloud and Alibaba Cloud.
class AddressGuardTest {

  private static final Map<String, String> NAMES =
      Map.of(
          "api.example.com", "93.184.215.14",
          "two-faced.example.com", "93.184.215.14 10.0.0.1",
          "inside.example.com", "10.1.2.3",
          "gpu-box", "192.168.1.20",
          "vllm.default.svc.cluster.local", "10.96.0.7",
          "host.docker.internal", "192.168.65.2",
          "metadata.google.internal", "169.254.169.254",
          "localhost", "127.0.0.1 ::1",
          "six.example.com", "2001:db8::1 fd12::1");

  private static InetAddress[] known(String host) throws UnknownHostException {
    String addresses = NAMES.get(host);
    if (addresses == null) {
      return InetAddress.getAllByName(host);
    }
    var found = new InetAddress[addresses.split(" ", -1).length];
    for (int i = 0; i < found.length; i++) {
      found[i] = InetAddress.getByName(addresses.split(" ", -1)[i]);
    }
    return found;
  }

  private static AddressGuard guard(Reach reach) {
    return new AddressGuard(reach, AddressGuardTest::known);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          8.8.8.8              | PUBLIC
          172.32.0.1           | PUBLIC
          100.128.0.1          | PUBLIC
          2606:4700::1111      | PUBLIC
          127.0.0.1            | PRIVATE
          127.8.9.1            | PRIVATE
          0.0.0.0              | PRIVATE
          10.0.0.1             | PRIVATE
          172.16.0.1           | PRIVATE
          172.31.255.255       | PRIVATE
          192.168.0.1          | PRIVATE
          100.64.0.1           | PRIVATE
          198.18.0.1           | PRIVATE
          ::1                  | PRIVATE
          ::                   | PRIVATE
          fc00::1              | PRIVATE
          fdff::1              | PRIVATE
          fec0::1              | PRIVATE
          64:ff9b::7f00:1      | PRIVATE
          ::ffff:0:127.0.0.1   | PRIVATE
          ::ffff:0:a9fe:a9fe   | OFF_LIMITS
          ::ffff:0:8.8.8.8     | PUBLIC
          64:ff9b::808:808     | PUBLIC
          2002:7f00:1::1       | PRIVATE
          2002:a9fe:a9fe::1    | OFF_LIMITS
          0.1.2.3              | OFF_LIMITS
          169.254.169.254      | OFF_LIMITS
          169.254.1.1          | OFF_LIMITS
          168.63.129.16        | OFF_LIMITS
          100.100.100.200      | OFF_LIMITS
          192.0.0.192          | OFF_LIMITS
          224.0.0.1            | OFF_LIMITS
          240.0.0.1            | OFF_LIMITS
          255.255.255.255      | OFF_LIMITS
          fe80::1              | OFF_LIMITS
          ff02::1              | OFF_LIMITS
          fd00:ec2::254        | OFF_LIMITS
          2001:0:7f00:1::1     | OFF_LIMITS
          64:ff9b:1::1         | OFF_LIMITS
          64:ff9b::a9fe:a9fe   | OFF_LIMITS
          ::2                  | OFF_LIMITS
          """)
  void everyAddressHasItsZone(String address, Zone zone) throws UnknownHostException {
    assertThat(AddressGuard.zone(InetAddress.getByName(address).getAddress())).isEqualTo(zone);
  }

  @Test
  void anAddressInTheOldNotationInsideTheNewOneIsTheOldOne() {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1};

    assertThat(AddressGuard.zone(mapped)).isEqualTo(Zone.PRIVATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.example.com",
        "8.8.8.8",
        "localhost",
        "LOCALHOST",
        "127.0.0.1",
        "0.0.0.0",
        "[::1]",
        "192.168.1.20",
        "10.0.0.5",
        "[fd12::1]",
        "gpu-box",
        "vllm.default.svc.cluster.local",
        "host.docker.internal"
      })
  void whatAnOperatorNamesMayBeCalled(String host) {
    assertThatCode(() -> guard(Reach.AS_NAMED).check(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "inside.example.com",
        "two-faced.example.com",
        "six.example.com",
        "metadata.google.internal",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00:ec2::254]",
        "[::ffff:169.254.169.254]",
        "255.255.255.255",
        "2130706433",
        "127.1"
      })
  void whatHidesWhereItLeadsMayNot(String host) {
    assertThatThrownBy(() -> guard(Reach.AS_NAMED).check(host))
        .isInstanceOf(BrokenExchange.class)
        .satisfies(problem -> assertThat(((BrokenExchange) problem).wasSent()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]", "10.0.0.5", "gpu-box", "0.0.0.0"})
  void addressesFromDataReachNoPrivatePlace(String host) {
    assertThatThrownBy(() -> guard(Reach.PUBLIC_ONLY).check(host))
        .isInstanceOf(BrokenExchange.class)
        .hasMessageContaining("private");
  }

  @Test
  void aConnectionThatSaysSoReachesEverything() {
    assertThatCode(
            () -> {
              guard(Reach.ANYWHERE).check("169.254.169.254");
              guard(Reach.ANYWHERE).check("inside.example.com");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void theRefusalSaysWhatToSet() {
    assertThatThrownBy(() -> guard(Reach.AS_NAMED).check("inside.example.com"))
        .hasMessageContaining("10.1.2.3 is private")
        .hasMessageContaining("allow_private_address: true");
  }

  @Test
  void aNameThatTurnsPrivateAfterTheFirstLookIsCaughtBeforeItsReplyIsRead() throws Exception {
    var answers = new ArrayDeque<>(List.of("93.184.215.14", "127.0.0.1"));
    var guard =
        new AddressGuard(
            Reach.AS_NAMED, _ -> new InetAddress[] {InetAddress.getByName(answers.removeFirst())});
    URI address = URI.create("http://turncoat.example.com/v1");
    var destination = new Destination(Optional.of(address), guard);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      destination.check(address, threads, Duration.ofSeconds(10));
    }

    assertThatThrownBy(() -> destination.checkAgain(address)).hasMessageContaining("private");
  }

  @Test
  void aRequestForAnotherOriginIsNotSent() {
    var destination =
        new Destination(
            Optional.of(URI.create("https://api.example.com/v1")), guard(Reach.AS_NAMED));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String other :
          List.of(
              "https://evil.example.com/v1",
              "http://api.example.com/v1",
              "https://api.example.com:8443/v1")) {
        assertThatThrownBy(
                () -> destination.check(URI.create(other), threads, Duration.ofSeconds(10)))
            .hasMessageContaining("another origin");
      }
    }
  }

  @Test
  void aNameThatNobodyAnswersForIsGivenUp() {
    var never = new CountDownLatch(1);
    var guard =
        new AddressGuard(
            Reach.AS_NAMED,
            host -> {
              try {
                never.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            });
    URI address = URI.create("https://slow.example.com/v1");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatThrownBy(() ->
              new Destination(Optional.of(address), guard)
                  .check(address, threads, Duration.ofMillis(20)))
          .hasMessageContaining("could not be looked up in time");
      never.countDown();
    }
  }
}
