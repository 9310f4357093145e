package io.promptflow4j.server.studio.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Serves the studio's program under `/studio/`; each of its pages has an address there, and all
/// are the one file.
public final class PageRoutes {

  private static final String FOLDER = "/studio/";
  private static final String PLACE_OF_NONCE = "__NONCE__";

  private static final String NOT_BUILT =
      """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Studio</title>
      <h1>The studio is not in this build</h1>
      <p>It was built on a machine without npm. Build it where npm is, or take a release.</p>
      """;

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "html", "text/html; charset=utf-8",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> parts = new ConcurrentHashMap<>();
  private final Map<String, byte[]> zipped = new ConcurrentHashMap<>();

  /// Of the program in the jar.
  public PageRoutes() {}

  public void addTo(RoutesConfig routes) {
    routes.get("/", ctx -> ctx.redirect(FOLDER), Needs.NOBODY);
    routes.get("/studio", this::page, Needs.NOBODY);
    routes.get("/studio/assets/{part}", this::asset, Needs.NOBODY);
    routes.get("/studio/favicon.svg", ctx -> part(ctx, "favicon.svg"), Needs.NOBODY);
    routes.get("/studio/*", this::page, Needs.NOBODY);
  }

  /// Whether the build had npm, so that there is a studio.
  public static boolean isBuilt() {
    return PageRoutes.class.getResource(FOLDER + "index.html") != null;
  }

  private void page(Context ctx) {
    String page =
        file("index.html")
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .orElse(NOT_BUILT);
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ctx.header("Content-Security-Policy", policy(nonce))
        .header("Cross-Origin-Opener-Policy", "same-origin")
        .header("Cache-Control", "no-store")
        .contentType("text/html; charset=utf-8")
        .result(page.replace(PLACE_OF_NONCE, nonce));
  }

  /// Scripts of our own files alone; styles besides only those that carry the nonce of this answer.
  private static String policy(String nonce) {
    return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"
        + nonce
        + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script';"
        + " trusted-types 'none'";
  }

  private void asset(Context ctx) {
    part(ctx, "assets/" + ctx.pathParam("part"));
    ctx.header("Cache-Control", "public, max-age=31536000, immutable");
  }

  private void part(Context ctx, String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    if (type == null || !name.matches("[\\w./-]+") || name.contains("..")) {
      throw nothing(ctx);
    }
    byte[] content = file(name).orElseThrow(() -> nothing(ctx));
    ctx.header("Cache-Control", "no-cache").header("Vary", "Accept-Encoding").contentType(type);
    @Nullable String accepted = ctx.header("Accept-Encoding");
    if (accepted != null && accepted.contains("gzip")) {
      ctx.header("Content-Encoding", "gzip")
          .result(zipped.computeIfAbsent(name, _ -> zip(content)));
    } else {
      ctx.result(content);
    }
  }

  private static byte[] zip(byte[] content) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return bytes.toByteArray();
  }

  private static FaultException nothing(Context ctx) {
    return new FaultException(
        Fault.of(404, "not-found", "There is nothing at GET %s.".formatted(ctx.path())));
  }

  /// A file of the program; kept, since the program does not change while the server runs.
  private Optional<byte[]> file(String name) {
    return Optional.ofNullable(parts.computeIfAbsent(name, PageRoutes::read));
  }

  /// Nothing for a file that is not there, so that no name is kept that somebody made up.
  private static byte @Nullable [] read(String name) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
