package dev.secretsync.demo;

import dev.secretsync.fixtures.apiserver.EmbeddedApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The request that {@code kubectl patch --type merge} sends. */
record HandEdit(EmbeddedApiServer cluster) {
  private static final int OK = 200;

  /** Sets one key; returns what went wrong, if anything did. */
  Optional<String> patch(String namespace, String secret, String key, String base64)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    cluster.url()
                        + "/api/v1/namespaces/"
                        + namespace
                        + "/secrets/"
                        + secret
                        + "?fieldManager=kubectl-patch"))
            .header("Authorization", "Bearer " + cluster.token())
            .header("Content-Type", "application/merge-patch+json")
            .method(
                "PATCH", BodyPublishers.ofString("{\"data\":{\"" + key + "\":\"" + base64 + "\"}}"))
            .build();
    try (HttpClient client = HttpClient.newBuilder().sslContext(trust()).build()) {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      return response.statusCode() == OK
          ? Optional.empty()
          : Optional.of("HTTP " + response.statusCode());
    }
  }

  private SSLContext trust() throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry(
          "ca",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(
                      cluster.caCertificate().getBytes(StandardCharsets.US_ASCII))));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the embedded cluster's certificate cannot be used", e);
    }
  }
}
