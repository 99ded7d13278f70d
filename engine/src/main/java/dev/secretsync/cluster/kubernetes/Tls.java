package dev.secretsync.cluster.kubernetes;

import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom we trust, and the certificate that we show. Input is PEM. */
final class Tls {
  /** Guards a key store that never leaves memory. */
  private static final String PASSPHRASE = "memory";

  private Tls() {}

  /**
   * Trusts the given authorities and nobody else, as kubectl does. fabric8 would add them to the
   * public ones, so that any of those could stand in for the cluster.
   */
  static List<TrustManager> trusting(byte[] authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate authority : certificates(authorities)) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    if (number == 0) {
      throw new GeneralSecurityException("no certificate");
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return List.of(factory.getTrustManagers());
  }

  /** Trusts anybody: {@code insecure-skip-tls-verify}. */
  static List<TrustManager> trustingAnybody() throws GeneralSecurityException, IOException {
    return List.of(SSLUtils.trustManagers("", "", true, "", ""));
  }

  /** Shows the given certificate; the key is RSA or EC, PKCS#1, SEC 1 or PKCS#8. */
  static List<KeyManager> showing(byte[] certificate, byte[] key)
      throws GeneralSecurityException, IOException {
    Optional<? extends Certificate> leaf = certificates(certificate).stream().findFirst();
    if (leaf.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    KeyManager[] managers =
        SSLUtils.keyManagers(
            new ByteArrayInputStream(certificate),
            new ByteArrayInputStream(key),
            leaf.get().getPublicKey().getAlgorithm(),
            PASSPHRASE,
            "",
            PASSPHRASE);
    return List.of(managers);
  }

  private static List<? extends Certificate> certificates(byte[] pem)
      throws GeneralSecurityException {
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem)));
  }
}
