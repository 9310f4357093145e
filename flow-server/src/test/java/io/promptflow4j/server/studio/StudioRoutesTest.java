package io.promptflow4j.server.studio;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudioRoutesTest {

  @TempDir private Path folder;

  @Test
  void thePageRunsNothingButItsOwnFiles() throws Exception {
    try (var model = new ModelService();
        Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      var page = served.get("/");

      assertThat(page.headers().firstValue("content-security-policy").orElse(""))
          .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
          .contains("require-trusted-types-for 'script'")
          .doesNotContain("unsafe");
      assertThat(page.body()).doesNotContain("http://", "https://", "<style", "onclick");
      assertThat(served.post("/", "").body()).isEqualTo(page.body());
      assertThat(served.get("/assets/page.mjs").headers().firstValue("content-type"))
          .contains("text/javascript; charset=utf-8");
    }
  }

  @Test
  void aFolderOfOnesOwnTakesItsPlaceAndGivesNothingBesideIt() throws Exception {
    Path own = Files.createDirectories(folder.resolve("own"));
    Files.writeString(own.resolve("index.html"), "<h1>Mine</h1>");
    Files.writeString(own.resolve("app.js"), "1");
    Files.writeString(own.resolve(".env"), "KEY=1");
    Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(own.resolve("link.txt"), folder.resolve("secret.txt"));
    try (var model = new ModelService();
        Served served = Served.chat(folder, model, ServerSettings.local(0).withStaticFolder(own))) {
      assertThat(served.get("/").body()).isEqualTo("<h1>Mine</h1>");
      assertThat(served.get("/app.js").statusCode()).isEqualTo(200);
      assertThat(served.get("/health").statusCode()).isEqualTo(200);
      for (String path :
          List.of(
              "/.env",
              "/link.txt",
              "/%2e%2e/secret.txt",
              "/..%2fsecret.txt",
              "/a/..%2f..%2fsecret.txt",
              "/..%5csecret.txt",
              "/%00",
              "/nothing.html")) {
        assertThat(served.get(path).statusCode()).as(path).isIn(400, 404);
      }
    }
  }
}
