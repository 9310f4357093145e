package io.promptflow4j.core.model.provider.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptflow4j.core.model.connection.Secret;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs requests with Amazon's Signature Version 4
/// (`https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html`).
///
/// @param service the part of Amazon that is called
/// @param clock says when a request is signed
record AwsSignature(
    String accessKeyId,
    Secret secretAccessKey,
    Optional<Secret> sessionToken,
    String region,
    String service,
    InstantSource clock) {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// The headers that make a request of `method` to `address` a signed one.
  ///
  /// @param headers those that are signed besides the host and the time
  Map<String, String> headers(
      String method, URI address, Map<String, String> headers, String body) {
    String time = TIME.format(clock.instant());
    SortedMap<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value.strip()));
    signed.put("host", host(address));
    signed.put("x-amz-date", time);
    sessionToken.ifPresent(token -> signed.put("x-amz-security-token", token.reveal().strip()));
    String names = String.join(";", signed.keySet());
    String scope = "%s/%s/%s/aws4_request".formatted(time.substring(0, 8), region, service);
    String canonical = canonical(method, address, signed, names, body);
    String toSign = "%s\n%s\n%s\n%s".formatted(ALGORITHM, time, scope, hash(canonical));
    String signature = HexFormat.of().formatHex(mac(key(time.substring(0, 8)), toSign));
    var added = new LinkedHashMap<String, String>();
    added.put("X-Amz-Date", time);
    sessionToken.ifPresent(token -> added.put("X-Amz-Security-Token", token.reveal().strip()));
    added.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(ALGORITHM, accessKeyId, scope, names, signature));
    return added;
  }

  private static String host(URI address) {
    boolean usual =
        address.getPort() < 0
            || address.getPort() == ("https".equals(address.getScheme()) ? 443 : 80);
    return usual ? address.getHost() : address.getHost() + ":" + address.getPort();
  }

  private static String canonical(
      String method, URI address, SortedMap<String, String> signed, String names, String body) {
    var lines = new StringBuilder();
    signed.forEach((name, value) -> lines.append(name).append(':').append(value).append('\n'));
    String path = address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    return String.join(
        "\n",
        method,
        path.replace("%", "%25"), // what is escaped already is escaped once more
        address.getRawQuery() == null ? "" : address.getRawQuery(),
        lines.toString(),
        names,
        hash(body));
  }

  private byte[] key(String day) {
    byte[] key = ("AWS4" + secretAccessKey.reveal().strip()).getBytes(UTF_8);
    for (String part : new String[] {day, region, service, "aws4_request"}) {
      key = mac(key, part);
    }
    return key;
  }

  private static byte[] mac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", impossible);
    }
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
