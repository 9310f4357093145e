package io.promptflow4j.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.security.ApiKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// In a real browser.
@EnabledIf("hasBrowser")
class StudioPageTest {

  @TempDir private static Path profile;
  private static Browser browser;

  @TempDir private Path folder;
  private ModelService model;

  static boolean hasBrowser() {
    return Browser.installed().isPresent();
  }

  @BeforeAll
  static void startBrowser() throws Exception {
    browser = new Browser(profile);
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    browser.close();
  }

  @BeforeEach
  void startModel() throws Exception {
    model = new ModelService();
    browser.complaints.clear();
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private void say(String message) throws Exception {
    browser.await("document.querySelector('#message')");
    var _ = browser.run("document.querySelector('#message').focus()");
    browser.type(message);
    var _ = browser.run("document.querySelector('#send').click()");
  }

  @Test
  void aChatStreamsShowsMarkdownKeepsHistoryAndTakesFeedback() throws Exception {
    try (Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/");
      say("Why is the sky blue?");
      model.pieces.add("It is **light");
      browser.await("document.querySelector('.answer').textContent.includes('light')");
      model.pieces.add("**:\n\n- one\n- `two`\n");
      model.pieces.add(ModelService.END);
      browser.await("document.querySelector('.answer[data-complete]')");

      assertThat(browser.run("document.querySelector('.answer').innerHTML"))
          .contains("<strong>light</strong>", "<li>one</li>", "<code>two</code>", "<meter", "kind");
      var _ = browser.run("document.querySelector('.tools button').click()");
      browser.await("document.querySelector('.tools').textContent.includes('Thank you')");
      assertThat(Files.readString(folder.resolve("feedback.jsonl"))).contains("good");

      model.requests.clear();
      say("And at night?");
      model.pieces.addAll(List.of("Dark.", ModelService.END));
      browser.await("document.querySelectorAll('.answer[data-complete]').length === 2");
      assertThat(Json.write(model.requests.remove()))
          .contains("Why is the sky blue?", "It is **light**", "And at night?");
      assertThat(browser.complaints).isEmpty();
    }
  }

  @Test
  void hostileAnswersAreShownAndDoNothing() throws Exception {
    try (Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/");
      say("<img src=x onerror=hit()>");
      for (String piece :
          List.of(
              "<img src=x one",
              "rror='window.hit=1'> <script>window.hit=1</script>\n\n",
              "[a](javascript:window.hit=1) ![b](https://evil.example/x.png) ",
              "[c](data:text/html,x) <svg/onload=window.hit=1>\n\n| a |\n|---|\n| <b>x</b> |\n")) {
        model.pieces.add(piece);
      }
      model.pieces.add(ModelService.END);
      browser.await("document.querySelector('.answer[data-complete]')");

      assertThat(
              browser.run(
                  "document.querySelectorAll('main img, main script, main svg, main b').length"))
          .contains("\"value\":0");
      assertThat(
              browser.run("[...document.querySelectorAll('.answer a')].map((a) => a.href).join()"))
          .contains("https://evil.example/x.png")
          .doesNotContain("javascript:", "data:text");
      assertThat(browser.run("String(window.hit)")).contains("undefined");
      assertThat(browser.complaints).isEmpty();
    }
  }

  @Test
  void aFailureIsSaidAndTheNextMessageGoesThrough() throws Exception {
    try (Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/");
      say("One");
      model.pieces.addAll(List.of("Be", ModelService.BREAK));
      browser.await("document.querySelector('.wrong')");

      say("Two");
      model.pieces.addAll(List.of("Fine.", ModelService.END));

      browser.await("document.querySelector('.answer[data-complete]')");
    }
  }

  @Test
  void withAKeyThePageAsksForItAndFitsAPhone() throws Exception {
    String key = "a-key-of-enough-letters";
    var settings = ServerSettings.local(0).withKeys(ApiKeys.of(List.of(key)));
    try (Served served = Served.chat(folder, model, settings)) {
      browser.likeAPhone();
      browser.open(served.server.address() + "/");
      browser.await("document.querySelector('#key')");
      browser.type(key);
      var _ = browser.run("document.querySelector('form button').click()");
      say("Wide?");
      model.pieces.addAll(
          List.of("```\n" + "x".repeat(300) + "\n```\n" + "y".repeat(300), ModelService.END));
      browser.await("document.querySelector('.answer[data-complete]')");

      assertThat(browser.run("document.documentElement.scrollWidth <= innerWidth"))
          .contains("\"value\":true");
    }
  }

  @Test
  void aFlowThatIsNoChatHasAForm() throws Exception {
    try (Served served = Served.of(Served.PLAIN, folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/");
      browser.await("document.querySelector('#input-text')");
      var _ = browser.run("document.querySelector('#input-text').focus()");
      browser.type("ha");
      var _ = browser.run("document.querySelector('#input-times').value = '3'");
      var _ = browser.run("document.querySelector('#send').click()");

      browser.await("document.querySelector('#result[data-complete]')");
      assertThat(browser.run("document.querySelector('#result').innerText")).contains("HAHAHA");
    }
  }

  @Test
  void imagesGoInAndComeOut() throws Exception {
    String echo =
        """
        inputs:
          question: {type: list, is_chat_input: true}
          chat_history: {type: list, is_chat_history: true}
        outputs:
          answer: {type: list, reference: "${inputs.question}", is_chat_output: true}
        nodes:
        - name: nothing
          type: prompt
          source: {type: code, path: shout.jinja2}
          inputs: {text: "a", times: 1}
        """;
    String dot =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    try (Served served = Served.of(echo, folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/");
      browser.await("document.querySelector('input[type=file]')");
      var _ =
          browser.run(
              """
              (() => {
                const files = new DataTransfer();
                const bytes = Uint8Array.from(atob('%s'), (letter) => letter.charCodeAt(0));
                files.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
                const input = document.querySelector('input[type=file]');
                input.files = files.files;
                input.dispatchEvent(new Event('change'));
              })()
              """
                  .formatted(dot));
      browser.await("document.body.textContent.includes('1 image(s)')");
      say("Look");

      browser.await("document.querySelector('.answer[data-complete] img')?.naturalWidth === 1");
      assertThat(browser.run("document.querySelectorAll('.said img').length"))
          .contains("\"value\":1");
      assertThat(browser.complaints).isEmpty();
    }
  }

  @Test
  void theApiPageShowsInputsAndAnswers() throws Exception {
    try (Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      browser.open(served.server.address() + "/assets/api.html");

      browser.await("document.body.innerText.includes('POST /score')");
      assertThat(browser.run("document.body.innerText"))
          .contains("How it is said", "curl http://localhost", "text/event-stream");
      assertThat(browser.complaints).isEmpty();
    }
  }
}
