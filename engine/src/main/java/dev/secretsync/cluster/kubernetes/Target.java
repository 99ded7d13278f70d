package dev.secretsync.cluster.kubernetes;

import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.cluster.kubernetes.Kubeconfig.Entry;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.network.HttpProxy;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.TlsVersion;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/** One context of a kubeconfig on its way to a connection. Knows what of it we do and do not do. */
final class Target {
  private static final List<String> CLUSTER_TEXTS =
      List.of("server", "certificate-authority", "certificate-authority-data", "proxy-url");
  private static final List<String> USER_TEXTS =
      List.of(
          "token",
          "tokenFile",
          "username",
          "password",
          "client-certificate",
          "client-certificate-data",
          "client-key",
          "client-key-data");

  private final String name;
  private final String context;
  private final Optional<Entry> clusterEntry;
  private final Optional<Entry> userEntry;
  private final SortedMap<String, String> env;
  private final Outside outside;
  private final List<Diagnostic> warnings = new ArrayList<>();

  Target(
      String name,
      String context,
      Optional<Entry> cluster,
      Optional<Entry> user,
      SortedMap<String, String> env,
      Outside outside) {
    this.name = name;
    this.context = context;
    this.clusterEntry = cluster;
    this.userEntry = user;
    this.env = env;
    this.outside = outside;
  }

  Opening open(Limits limits, Patience patience) {
    try {
      if (clusterEntry.isEmpty()) {
        throw bad("names a cluster that the kubeconfig does not have");
      }
      var cluster = clusterEntry.get();
      requireTexts(cluster, CLUSTER_TEXTS);
      userEntry.ifPresent(user -> requireTexts(user, USER_TEXTS));
      URI server = server(cluster);
      Credentials credentials = credentials();
      var connection = new Connection(http(server, cluster, limits), server, credentials, limits);
      var requests = new Requests(connection, patience, limits.cluster());
      return new Opening.Opened(new KubernetesCluster(name, connection, requests), warnings);
    } catch (RefusedException e) {
      return new Opening.Refused(e.diagnostics().getFirst());
    }
  }

  /** An unquoted {@code no} or {@code 0123} must not pass for a field that is missing. */
  private void requireTexts(Entry entry, List<String> names) {
    for (String field : names) {
      if (entry.has(field) && !entry.fields().path(field).isTextual()) {
        throw bad("has a " + field + " that is no text");
      }
    }
  }

  private URI server(Entry cluster) {
    URI server;
    try {
      String text = cluster.text("server").orElse("");
      server = URI.create(text.endsWith("/") ? text : text + "/");
    } catch (IllegalArgumentException e) {
      throw bad("has a server that is no URL");
    }
    if (server.getHost() == null) {
      throw bad("has a server that is no URL");
    }
    boolean plain = "http".equals(server.getScheme());
    if (plain && !HttpProxy.isLoopback(server.getHost())) {
      throw unsafe("would send secrets without TLS");
    }
    if (!plain && !"https".equals(server.getScheme())) {
      throw bad("has a server that is no https URL");
    }
    return server;
  }

  private HttpClient http(URI server, Entry cluster, Limits limits) {
    if (cluster.has("tls-server-name")) {
      throw bad("uses tls-server-name, which is not supported");
    }
    // built by hand: fabric8's own way from a Config follows redirects, with our token, and adds
    // the public authorities to the cluster's one
    HttpClient.Builder builder = new FewThreads().newBuilder();
    builder.tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
    builder.connectTimeout(limits.connect().toMillis(), TimeUnit.MILLISECONDS);
    builder.tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2);
    builder.sslContext(
        keyManagers().map(managers -> managers.toArray(KeyManager[]::new)).orElse(null),
        trustManagers(cluster).map(managers -> managers.toArray(TrustManager[]::new)).orElse(null));
    proxy(server, cluster.text("proxy-url"), builder);
    return builder.build();
  }

  private Optional<List<TrustManager>> trustManagers(Entry cluster) {
    try {
      if (cluster.fields().path("insecure-skip-tls-verify").asBoolean()) {
        warnings.add(
            Diagnostic.warning(
                Code.UNSAFE_KUBECONFIG,
                name,
                "context " + context + " does not verify the server's certificate",
                "name its certificate-authority instead of insecure-skip-tls-verify"));
        return Optional.of(Tls.trustingAnybody());
      }
      Optional<byte[]> authority = pem(cluster, "certificate-authority");
      return authority.isEmpty() ? Optional.empty() : Optional.of(Tls.trusting(authority.get()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw bad("has a certificate-authority that cannot be used");
    }
  }

  private Optional<List<KeyManager>> keyManagers() {
    if (userEntry.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> certificate = pem(userEntry.get(), "client-certificate");
      Optional<byte[]> key = pem(userEntry.get(), "client-key");
      return certificate.isEmpty() || key.isEmpty()
          ? Optional.empty()
          : Optional.of(Tls.showing(certificate.get(), key.get()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw bad("has a client certificate or key that cannot be used");
    }
  }

  private void proxy(URI server, Optional<String> proxyUrl, HttpClient.Builder builder) {
    Optional<URI> proxy;
    try {
      proxy = HttpProxy.choose(server, proxyUrl, env);
    } catch (IllegalArgumentException e) {
      throw bad("has a proxy that is no URL");
    }
    if (proxy.isEmpty()) {
      builder.proxyType(HttpClient.ProxyType.DIRECT);
      return;
    }
    URI uri = proxy.get();
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw bad("needs a proxy that is not plain http, which is not supported");
    }
    builder.proxyType(HttpClient.ProxyType.HTTP);
    builder.proxyAddress(
        new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
  }

  /** What client-go would use of it, in its order. */
  private Credentials credentials() {
    if (userEntry.isEmpty()) {
      return Credentials.none();
    }
    Entry user = userEntry.get();
    if (user.has("as")) {
      throw bad("impersonates another user, which is not supported");
    }
    if (user.has("auth-provider")) {
      throw bad("uses an auth-provider, which kubectl gave up for exec plugins");
    }
    Optional<Credentials> fixed =
        user.text("tokenFile")
            .<Credentials>map(file -> new Credentials.TokenFile(outside(user.resolve(file))))
            .or(() -> user.text("token").map(Credentials::token))
            .or(() ->
                user.text("username")
                    .map(n -> Credentials.basic(n, user.text("password").orElse(""))));
    return fixed.orElseGet(() -> user.has("exec") ? plugin(user) : Credentials.none());
  }

  private Credentials plugin(Entry user) {
    var exec = new Entry(user.fields().path("exec"), user.folder());
    String command = exec.text("command").orElseThrow(() -> bad("has an exec without command"));
    Path program =
        command.contains("/")
            ? exec.resolve(command)
            : onPath(command).orElseThrow(() -> bad("needs a plugin that is not in PATH"));
    List<String> line = new ArrayList<>(List.of(outside(program).toString()));
    exec.fields().path("args").forEach(argument -> line.add(argument.asText()));
    SortedMap<String, String> environment = new TreeMap<>(env);
    exec.fields()
        .path("env")
        .forEach(v -> environment.put(v.path("name").asText(), v.path("value").asText()));
    return new ExecPlugin(line, environment, exec.text("apiVersion").orElse(""));
  }

  private Optional<Path> onPath(String command) {
    return Stream.of(env.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** PEM that stands in the field {@code <field>-data} or in the file that {@code field} names. */
  private Optional<byte[]> pem(Entry entry, String field) throws IOException {
    Optional<String> inline = entry.text(field + "-data");
    if (inline.isPresent()) {
      return inline.map(Base64.getMimeDecoder()::decode);
    }
    Optional<String> file = entry.text(field);
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readAllBytes(outside(entry.resolve(file.get()))));
  }

  private Path outside(Path file) {
    if (outside.refuses(file)) {
      throw unsafe("uses a file or program inside the repository");
    }
    return file;
  }

  private RefusedException bad(String what) {
    return new RefusedException(
        Diagnostic.error(
            Code.BAD_KUBECONFIG,
            name,
            "context " + context + " of the kubeconfig " + what,
            "check it with 'kubectl config view'"));
  }

  private RefusedException unsafe(String what) {
    return new RefusedException(
        Diagnostic.error(
            Code.UNSAFE_KUBECONFIG,
            name,
            "context " + context + " of the kubeconfig " + what,
            "keep what leads to a cluster outside the repository, and use https"));
  }
}
