package io.promptflow4j.core.model.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom to believe who a service is: the authorities that the JVM knows, and those in a file. There
/// is no way to believe everybody.
final class Trust {

  private Trust() {}

  /// @param file certificates of more authorities, as PEM
  /// @throws IllegalArgumentException if the file can't be read or holds no certificate
  static SSLContext with(Path file) {
    try {
      Collection<? extends Certificate> more = certificates(file);
      if (more.isEmpty()) {
        throw new IllegalArgumentException("'%s' holds no certificate".formatted(file));
      }
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int number = 0;
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager known) {
          for (X509Certificate authority : known.getAcceptedIssuers()) {
            all.setCertificateEntry("known " + number++, authority);
          }
        }
      }
      for (Certificate authority : more) {
        all.setCertificateEntry("own " + number++, authority);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(all), null);
      return context;
    } catch (GeneralSecurityException | IOException broken) {
      throw new IllegalArgumentException(
          "the certificates in '%s' can't be read".formatted(file), broken);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return factory.getTrustManagers();
  }
}
