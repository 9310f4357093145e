package io.promptflow4j.server.security.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// A certificate and its key, as PEM files, for TLS.
public final class PemFiles {

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private PemFiles() {}

  /// TLS with the certificates of one file, the server's own first, and the PKCS#8 key of another.
  ///
  /// @throws IllegalArgumentException if a file can't be read or holds something else
  public static SslContextFactory.Server tls(Path certificates, Path key) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key(key), new char[0], certificates(certificates));
      var tls = new SslContextFactory.Server();
      tls.setKeyStore(store);
      tls.setKeyStorePassword("");
      tls.setSniRequired(false);
      return tls;
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "can't read '%s' and '%s'".formatted(certificates, key), unreadable);
    } catch (GeneralSecurityException wrong) {
      throw new IllegalArgumentException(
          "'%s' and '%s' are no certificate and key: %s"
              .formatted(certificates, key, wrong.getMessage()),
          wrong);
    }
  }

  private static Certificate[] certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (var in = new ByteArrayInputStream(Files.readAllBytes(file))) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .toArray(Certificate[]::new);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new GeneralSecurityException(
          "the key has to be a PEM file with 'PRIVATE KEY' (PKCS#8)");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException other) {
        // a key of another algorithm
      }
    }
    throw new GeneralSecurityException("the key is neither EC, RSA nor EdDSA");
  }
}
