package io.promptflow4j.core.definition.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.promptflow4j.core.source.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Texts that were made to hurt: none takes a second of processor time, none throws, and those that
/// can't be a flow are refused at a place in the file.
class HostileTextTest {

  private static final int MEGABYTE = 1024 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  record Hostile(String name, Supplier<String> text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> refused() {
    var texts = new ArrayList<Hostile>();
    texts.add(new Hostile("billion laughs", () -> laughs("[%s, %1$s, %1$s]")));
    texts.add(new Hostile("billion laughs in mappings", () -> laughs("{a: %s, b: %1$s}")));
    texts.add(
        new Hostile(
            "quadratic aliases",
            () -> "a: &a [" + "x,".repeat(9_000) + "]\nb: [" + "*a,".repeat(9_000) + "]"));
    texts.add(
        new Hostile(
            "merge bomb",
            () ->
                "a: &a {"
                    + numbered(2_000, "k%d: 1, ")
                    + "}\nb: {<<: ["
                    + "*a, ".repeat(500)
                    + "*a]}"));
    texts.add(new Hostile("alias to itself", () -> "a: &a [*a]"));
    texts.add(new Hostile("alias to a parent", () -> "a: &a {b: {c: *a}}"));
    texts.add(new Hostile("undefined alias", () -> "a: *nothing"));
    texts.add(new Hostile("brackets", () -> "a: " + "[".repeat(MEGABYTE - 3)));
    texts.add(
        new Hostile("closed brackets", () -> "a: " + "[".repeat(400_000) + "]".repeat(400_000)));
    texts.add(new Hostile("braces", () -> "{a: ".repeat(MEGABYTE / 4)));
    texts.add(new Hostile("dashes", () -> "- ".repeat(MEGABYTE / 2)));
    texts.add(new Hostile("question marks", () -> "? ".repeat(MEGABYTE / 2)));
    texts.add(
        new Hostile(
            "deep indentation",
            () ->
                IntStream.range(0, 1_300)
                    .mapToObj(i -> " ".repeat(i) + "a:\n")
                    .collect(Collectors.joining())));
    texts.add(new Hostile("mixed nesting", () -> "[{a: ".repeat(100_000)));
    texts.add(new Hostile("many documents", () -> "---\n".repeat(MEGABYTE / 4)));
    texts.add(new Hostile("unclosed quote", () -> "a: \"" + "x".repeat(MEGABYTE - 10)));
    texts.add(
        new Hostile("unclosed quote over lines", () -> "a: '" + "x\n".repeat(MEGABYTE / 2 - 10)));
    texts.add(new Hostile("colons", () -> "a: ".repeat(MEGABYTE / 3)));
    texts.add(new Hostile("commas", () -> "[" + ",".repeat(MEGABYTE - 1)));
    texts.add(new Hostile("tabs", () -> "a:\n" + "\t".repeat(MEGABYTE - 10) + "b"));
    texts.add(new Hostile("one huge text", () -> "x".repeat(MEGABYTE)));
    texts.add(new Hostile("huge directive", () -> "%" + "x".repeat(MEGABYTE - 1)));
    texts.add(
        new Hostile(
            "directive with a huge number", () -> "%YAML 1." + "9".repeat(1_000) + "\n---\na: 1"));
    texts.add(new Hostile("escape beyond Unicode", () -> "a: \"\\UFFFFFFFF\""));
    texts.add(new Hostile("tag that is no UTF-8", () -> "a: !%C3%28 x"));
    texts.add(new Hostile("broken tag", () -> "a: !<%zz> x"));
    texts.add(new Hostile("undefined tag handle", () -> "a: !e!x y"));
    texts.add(new Hostile("half a surrogate", () -> "a: \"\\udc00\""));
    texts.add(new Hostile("NUL", () -> "a: \0"));
    texts.add(new Hostile("escape character", () -> "a: \u001b[31m"));
    texts.add(new Hostile("next-line and separators", () -> "a: b\u0085c: d\u2028e: f\u2029["));
    texts.add(new Hostile("many duplicate keys", () -> "a:\n".repeat(MEGABYTE / 3)));
    texts.add(new Hostile("many wrong nodes", () -> "nodes:\n" + "-\n".repeat(MEGABYTE / 2 - 10)));
    texts.add(new Hostile("many syntax errors", () -> "a: b: c\n".repeat(MEGABYTE / 8)));
    return texts.stream();
  }

  static Stream<Hostile> accepted() {
    var texts = new ArrayList<Hostile>();
    texts.add(
        new Hostile(
            "huge default", () -> "inputs: {a: {default: " + "x".repeat(MEGABYTE - 50) + "}}"));
    texts.add(
        new Hostile(
            "huge quoted default",
            () -> "inputs: {a: {default: \"" + "\\n".repeat(500_000) + "\"}}"));
    texts.add(
        new Hostile(
            "huge block", () -> "description: |\n" + "  some words in a line\n".repeat(40_000)));
    texts.add(new Hostile("huge comment", () -> "name: a #" + "x".repeat(MEGABYTE - 50)));
    texts.add(new Hostile("huge key", () -> "? " + "k".repeat(MEGABYTE - 10) + "\n: 1"));
    texts.add(new Hostile("huge anchor", () -> "name: &" + "a".repeat(MEGABYTE - 50) + " x"));
    texts.add(new Hostile("huge tag", () -> "name: !" + "a".repeat(MEGABYTE - 50) + " x"));
    texts.add(
        new Hostile(
            "huge number", () -> "inputs: {a: {default: " + "9".repeat(MEGABYTE - 50) + "}}"));
    texts.add(
        new Hostile(
            "huge hexadecimal number",
            () -> "inputs: {a: {default: 0x" + "f".repeat(MEGABYTE - 50) + "}}"));
    texts.add(
        new Hostile(
            "huge fraction", () -> "inputs: {a: {default: 1." + "9".repeat(MEGABYTE - 50) + "}}"));
    texts.add(new Hostile("blank lines", () -> "\n".repeat(MEGABYTE - 10) + "name: a"));
    texts.add(new Hostile("blanks", () -> "name: " + " ".repeat(MEGABYTE - 50) + "a"));
    texts.add(
        new Hostile("many anchors", () -> "tags: {" + numbered(40_000, "k%d: &a%1$d x, ") + "}"));
    texts.add(
        new Hostile("many inputs", () -> "inputs: {" + numbered(50_000, "input_%d: {}, ") + "}"));
    texts.add(
        new Hostile(
            "many nodes",
            () -> "nodes:\n" + numbered(30_000, "- {name: node_%d, type: python}\n")));
    texts.add(new Hostile("many unknown keys", () -> numbered(60_000, "unknown_%d: 1\n")));
    texts.add(
        new Hostile(
            "many unknown keys in many nodes",
            () -> "nodes:\n" + numbered(30_000, "- {name: n%d, ipnuts: {}}\n")));
    texts.add(new Hostile("flat list", () -> "tags: [" + "a,".repeat(MEGABYTE / 2 - 10) + "a]"));
    texts.add(
        new Hostile("question marks inside", () -> "name: \"" + "?".repeat(MEGABYTE - 50) + "\""));
    texts.add(
        new Hostile(
            "question marks and blanks", () -> "name: '" + " ?".repeat(MEGABYTE / 2 - 50) + "'"));
    return texts.stream();
  }

  /// Forty levels, each of which names the one before it several times.
  private static String laughs(String form) {
    var text = new StringBuilder("l0: &l0 x\n");
    for (int i = 1; i < 40; i++) {
      text.append("l%d: &l%1$d ".formatted(i)).append(form.formatted("*l" + (i - 1))).append('\n');
    }
    return text.toString();
  }

  private static String numbered(int count, String form) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void whatCanNotBeAFlowIsRefusedAtAPlace(Hostile text) {
    FlowRead read = readInTime(text.text().get().getBytes(StandardCharsets.UTF_8));

    assertThat(read.diagnostics()).anyMatch(Diagnostic::isError);
    assertThat(read.diagnostics()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(read.diagnostics()).allMatch(found -> found.place().line() >= 1);
    assertThat(read.diagnostics()).allMatch(found -> found.message().length() < 500);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void whatIsMerelyLargeIsRead(Hostile text) {
    FlowRead read = readInTime(text.text().get().getBytes(StandardCharsets.UTF_8));

    assertThat(read.diagnostics()).noneMatch(Diagnostic::isError);
    assertThat(read.definition()).isPresent();
    assertThat(read.diagnostics()).allMatch(found -> found.message().length() < 500);
  }

  @Test
  void anyBytesGiveFindingsOrAFlow() {
    var random = new Random(20_260_420);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(4_000)];
      random.nextBytes(bytes);

      readInTime(bytes);
    }
  }

  @Test
  void aFlowWithSomeCharactersChangedGivesFindingsOrAFlow() {
    String flow =
        """
        inputs: &in
          question: {type: string, default: "a\\u00e9\\n", is_chat_input: true}
          list: [1, 2.5, ~, 'it''s']
        outputs:
          answer: {type: string, reference: "${answer.output}"}
        nodes:
        - name: answer   # comment
          <<: {type: llm}
          source: {type: code, path: a.jinja2}
          inputs:
            text: |
              block
            other: >-
              folded
            question: ${inputs.question}
            again: *in
        """;
    String signs = "{}[]:,-?*&!|>'\"%@`#\t\n \\$<=~a1\u00e9\0\uD83D";
    var random = new Random(42);
    for (int i = 0; i < 3_000; i++) {
      var changed = new StringBuilder(flow);
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        int at = random.nextInt(changed.length());
        char sign = signs.charAt(random.nextInt(signs.length()));
        switch (random.nextInt(3)) {
          case 0 -> changed.setCharAt(at, sign);
          case 1 -> changed.insert(at, sign);
          default -> changed.deleteCharAt(at);
        }
      }

      FlowRead read =
          new FlowReader()
              .read("flow.dag.yaml", changed.toString().getBytes(StandardCharsets.UTF_8));

      assertThat(read.definition().isPresent() || !read.diagnostics().isEmpty()).isTrue();
    }
  }

  private static FlowRead readInTime(byte[] bytes) {
    return assertTimeoutPreemptively(LIMIT, () -> new FlowReader().read("flow.dag.yaml", bytes));
  }
}
