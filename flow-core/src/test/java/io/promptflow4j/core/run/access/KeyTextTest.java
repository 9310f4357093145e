package io.promptflow4j.core.run.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyTextTest {

  private final SecureRandom random = new SecureRandom();

  @Test
  void aKeyIsReadAsItWasMade() {
    for (int i = 0; i < 1_000; i++) {
      KeyText made = KeyText.random(random);

      KeyText read = KeyText.read(made.reveal()).orElseThrow();

      assertThat(made.reveal()).matches("pfk_[0-9a-z]{12}_[0-9a-z]{57}");
      assertThat(read.id()).isEqualTo(made.id());
      assertThat(read.digest()).isEqualTo(made.digest());
    }
  }

  @Test
  void keysDiffer() {
    var seen = new HashSet<String>();
    for (int i = 0; i < 1_000; i++) {
      assertThat(seen.add(KeyText.random(random).id())).isTrue();
    }
  }

  @Test
  void aMistypedKeyIsNoKey() {
    String key = KeyText.random(random).reveal();
    for (int at = 0; at < key.length(); at++) {
      char other = key.charAt(at) == 'x' ? 'y' : 'x';

      assertThat(KeyText.read(key.substring(0, at) + other + key.substring(at + 1))).isEmpty();
    }
    assertThat(KeyText.read(key + " ")).isEmpty();
    assertThat(KeyText.read("")).isEmpty();
  }

  @Test
  void itsTextShowsNoSecret() {
    KeyText key = KeyText.random(random);

    assertThat(key.toString()).isEqualTo("pfk_" + key.id() + "_…");
  }

  @Test
  void aQuotaIsWrittenAsItIsRead() {
    Quota quota = Quota.read("1.5M tokens, 5 USD,4 at once");

    assertThat(quota.toString()).isEqualTo("5 USD, 1500000 tokens, 4 at once");
    assertThat(Quota.read(quota.toString())).isEqualTo(quota);
    assertThat(Quota.read("")).isEqualTo(Quota.NONE);
    for (String wrong : List.of("many", "at once", "5 apples", "-1 tokens", "4 at twice")) {
      assertThatThrownBy(() -> Quota.read(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void aRoleMayDoWhatThoseBeforeItMay() {
    assertThat(Role.ADMIN.includes(Role.VIEWER)).isTrue();
    assertThat(Role.RUNNER.includes(Role.RUNNER)).isTrue();
    assertThat(Role.VIEWER.includes(Role.RUNNER)).isFalse();
    assertThat(Role.named("Admin")).isEqualTo(Optional.empty());
    assertThat(Role.names()).containsExactly("viewer", "runner", "author", "operator", "admin");
  }
}
