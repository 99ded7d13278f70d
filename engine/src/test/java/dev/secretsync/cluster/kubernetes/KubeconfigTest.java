package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.secretsync.cluster.Cluster;
import dev.secretsync.cluster.ClusterOpener.Opening;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
  private static final String CANARY = "CANARY-7f3a";

  private final Listener listener = new Listener();
  @TempDir private Path folder = Path.of("");
  private Path home = Path.of("");
  private Path repository = Path.of("");

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    repository = Files.createDirectories(folder.resolve("repository"));
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  /** A kubeconfig with one context of each given name, all alike. */
  private static String text(String server, String cluster, String user, String... contexts) {
    String named = "";
    for (String context : contexts) {
      named +=
          "- {name: %s, context: {cluster: c-%s, user: u-%s}}\n"
              .formatted(context, contexts[0], contexts[0]);
    }
    return """
    apiVersion: v1
    kind: Config
    contexts:
    %sclusters:
    - {name: c-%s, cluster: {server: '%s'%s}}
    users:
    - {name: u-%s, user: {%s}}
    """
        .formatted(named, contexts[0], server, cluster, contexts[0], user);
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
    return Files.writeString(file, text);
  }

  private Kubeconfig load(Path file) {
    return Kubeconfig.load(Optional.of(file), Map.of("PATH", "/bin"), Optional.of(repository));
  }

  private Diagnostic refused(Path file, String context) {
    Opening opening = load(file).open("east", context, Limits.DEFAULT);
    assertThat(opening).isInstanceOf(Opening.Refused.class);
    return ((Opening.Refused) opening).why();
  }

  /** The {@code Authorization} header that a cluster of this user sends. */
  private String authorization(String user, Map<String, String> env) throws IOException {
    Path file = write(home.resolve("config"), text(listener.address(), "", user, "east"));
    Opening opening =
        Kubeconfig.load(Optional.of(file), env, Optional.of(repository))
            .open("east", "east", Limits.DEFAULT);
    try (Cluster cluster = ((Opening.Opened) opening).cluster()) {
      cluster.observe(new TreeSet<>());
    }
    assertThat(listener.authorizations()).hasSize(1);
    return listener.authorizations().getFirst();
  }

  private static Diagnostic problem(RefusedException refused) {
    return refused.diagnostics().getFirst();
  }

  // --- which file

  @Test
  void givenFileIsReadAndNoOther() throws IOException {
    Path given = write(home.resolve("given"), text("https://h", "", "", "given"));
    Path other = write(home.resolve("other"), text("https://h", "", "", "other"));

    Kubeconfig kubeconfig =
        Kubeconfig.load(
            Optional.of(given), Map.of("KUBECONFIG", other.toString()), Optional.empty());

    assertThat(kubeconfig.contexts()).containsExactly("given");
  }

  @Test
  void filesOfTheVariableAreMergedAndTheFirstWins() throws IOException {
    Path first = write(home.resolve("first"), text(listener.address(), "", "token: one", "a"));
    Path second =
        write(home.resolve("second"), text("https://nowhere.invalid", "", "token: two", "a", "b"));
    String listed =
        String.join(File.pathSeparator, first.toString(), "", home + "/missing", second.toString());

    Kubeconfig kubeconfig =
        Kubeconfig.load(Optional.empty(), Map.of("KUBECONFIG", listed), Optional.empty());

    assertThat(kubeconfig.contexts()).containsExactly("a", "b");
    Opening opening = kubeconfig.open("east", "a", Limits.DEFAULT);
    try (Cluster cluster = ((Opening.Opened) opening).cluster()) {
      cluster.observe(new TreeSet<>());
    }
    assertThat(listener.authorizations()).containsExactly("Bearer one");
  }

  @Test
  void homeIsUsedWhenNothingElseIsSaid() throws IOException {
    write(home.resolve(".kube/config"), text("https://h", "", "", "at-home"));

    assertThat(
            Kubeconfig.load(Optional.empty(), Map.of("HOME", home.toString()), Optional.empty())
                .contexts())
        .containsExactly("at-home");
    assertThat(Kubeconfig.load(Optional.empty(), Map.of(), Optional.empty()).contexts()).isEmpty();
  }

  @Test
  void givenFileHasToExist() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> load(home.resolve("missing")))
        .satisfies(e -> assertThat(problem(e).code()).isEqualTo(Code.BAD_KUBECONFIG));
  }

  @Test
  @DisplayName("S2: a kubeconfig that is no YAML is named, never quoted")
  void brokenFileIsNamedAndNotQuoted() throws IOException {
    Path file = write(home.resolve("config"), "users: [{user: {token: " + CANARY + "}\n- }");

    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> load(file))
        .satisfies(e -> {
          assertThat(problem(e).subject()).isEqualTo(file.toString());
          assertThat(e.toString() + problem(e)).doesNotContain(CANARY);
        })
        .withNoCause();
  }

  // --- K1: nothing of it comes from the repository

  @Test
  @DisplayName("K1: a kubeconfig inside the repository is refused, linked or not")
  void kubeconfigInsideTheRepositoryIsRefused() throws IOException {
    Path inside = write(repository.resolve("kube/config"), text("https://h", "", "", "a"));
    Path outside = write(home.resolve("config"), text("https://h", "", "", "a"));
    List<Path> bad =
        List.of(
            inside,
            repository.resolve("x/../kube/config"),
            Files.createSymbolicLink(home.resolve("link-in"), inside),
            Files.createSymbolicLink(repository.resolve("link-out"), outside),
            Files.createSymbolicLink(home.resolve("through"), repository.resolve("link-out")));
    Path linkedRepository = Files.createSymbolicLink(folder.resolve("linked"), repository);

    for (Path file : bad) {
      for (Path root : List.of(repository, linkedRepository)) {
        assertThatExceptionOfType(RefusedException.class)
            .as(file + " in " + root)
            .isThrownBy(() -> Kubeconfig.load(Optional.of(file), Map.of(), Optional.of(root)))
            .satisfies(e -> assertThat(problem(e).code()).isEqualTo(Code.UNSAFE_KUBECONFIG));
      }
    }
    assertThat(load(outside).contexts()).containsExactly("a");
  }

  @Test
  @DisplayName("K1: certificates, tokens and plugins inside the repository are refused")
  void filesInsideTheRepositoryAreRefused() throws IOException {
    write(repository.resolve("file"), "x");
    for (String user :
        List.of(
            "tokenFile: ../repository/file",
            "client-certificate: ../repository/file",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ../repository/file}")) {
      Path file = write(home.resolve("config"), text("https://h", "", user, "a"));
      assertThat(refused(file, "a").code()).as(user).isEqualTo(Code.UNSAFE_KUBECONFIG);
    }
    Path file =
        write(
            home.resolve("config"),
            text("https://h", ", certificate-authority: ../repository/file", "", "a"));
    assertThat(refused(file, "a").code()).isEqualTo(Code.UNSAFE_KUBECONFIG);
  }

  @Test
  @DisplayName("K1: a plugin that the repository brings is never run, not even by PATH")
  void pluginOfTheRepositoryIsNeverRun() throws IOException {
    Path marker = folder.resolve("marker");
    script(repository.resolve("bin/plugin"), "touch " + marker);
    Path file =
        write(
            home.resolve("config"),
            text(
                listener.address(),
                "",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: plugin}",
                "a"));

    Opening opening =
        Kubeconfig.load(
                Optional.of(file),
                Map.of("PATH", repository.resolve("bin").toString()),
                Optional.of(repository))
            .open("east", "a", Limits.DEFAULT);

    assertThat(opening).isInstanceOf(Opening.Refused.class);
    assertThat(marker).doesNotExist();
  }

  // --- who we are

  @Test
  @DisplayName("K1: a plugin outside the repository runs; S5: without our keys")
  void pluginOutsideRunsWithoutOurKeys() throws IOException {
    script(
        home.resolve("bin/plugin"),
        """
        test -z "$SOPS_AGE_KEY" || exit 1
        echo "$1 and noise" >&2
        echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
        echo '"status":{"token":"'"$1-$COLOR"'"}}'
        """);
    String user =
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./bin/plugin,"
            + " args: ['a b$HOME'], env: [{name: COLOR, value: red}]}";

    assertThat(
            authorization(
                user, Map.of("PATH", "/usr/bin:/bin", "SOPS_AGE_KEY", "AGE-SECRET-KEY-FAKE")))
        .isEqualTo("Bearer a b$HOME-red");
  }

  @Test
  void pluginIsAskedAgainOnceWhenItsTokenIsRefused() throws IOException {
    Path runs = home.resolve("runs");
    script(
        home.resolve("bin/plugin"),
        "echo run >>"
            + runs
            + "\necho '{\"apiVersion\":\"client.authentication.k8s.io/v1\","
            + "\"status\":{\"token\":\"t\"}}'");
    try (var refusing = new Listener(401, "")) {
      Path file =
          write(
              home.resolve("config"),
              text(
                  refusing.address(),
                  "",
                  "exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/plugin}",
                  "a"));
      try (Cluster cluster =
          ((Opening.Opened) load(file).open("east", "a", Limits.DEFAULT)).cluster()) {
        assertThat(cluster.observe(new TreeSet<>()).toString()).contains("unauthorized");
      }
      assertThat(refusing.authorizations()).containsExactly("Bearer t", "Bearer t");
    }
    assertThat(Files.readAllLines(runs)).hasSize(2);
  }

  @Test
  void failingPluginIsSaidWithoutItsWords() throws IOException {
    script(home.resolve("bin/plugin"), "echo " + CANARY + "; exit 1");
    Path file =
        write(
            home.resolve("config"),
            text(
                listener.address(),
                "",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/plugin}",
                "a"));

    try (Cluster cluster =
        ((Opening.Opened) load(file).open("east", "a", Limits.DEFAULT)).cluster()) {
      assertThat(cluster.observe(new TreeSet<>()).toString())
          .contains("credential plugin failed")
          .doesNotContain(CANARY);
    }
    assertThat(listener.authorizations()).isEmpty();
  }

  private static void script(Path file, String lines) throws IOException {
    write(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void tokenFileIsRelativeToTheKubeconfig() throws IOException {
    write(home.resolve("secret/token"), "from-file\n");

    assertThat(authorization("tokenFile: secret/token, token: other", Map.of()))
        .isEqualTo("Bearer from-file");
  }

  @Test
  void userAndPasswordAreSent() throws IOException {
    assertThat(authorization("username: u, password: p", Map.of()))
        .isEqualTo(
            "Basic " + Base64.getEncoder().encodeToString("u:p".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  @DisplayName("K1: neither KUBERNETES_ variables nor system properties change the target")
  void environmentDoesNotChangeTheTarget() throws IOException {
    System.setProperty("kubernetes.master", "https://nowhere.invalid");
    System.setProperty("kubernetes.auth.token", "property");
    try {
      assertThat(
              authorization(
                  "token: t",
                  Map.of(
                      "KUBERNETES_MASTER", "https://nowhere.invalid",
                      "KUBERNETES_SERVICE_HOST", "nowhere.invalid",
                      "HTTPS_PROXY", "http://nowhere.invalid:1")))
          .isEqualTo("Bearer t");
    } finally {
      System.clearProperty("kubernetes.master");
      System.clearProperty("kubernetes.auth.token");
    }
  }

  // --- what we say no to

  @Test
  void missingContextNamesThoseThatAreThere() throws IOException {
    Path file = write(home.resolve("config"), text("https://h", "", "token: " + CANARY, "a", "b"));

    Diagnostic why = refused(file, "c");

    assertThat(why)
        .isEqualTo(
            Diagnostic.error(
                Code.UNKNOWN_CONTEXT,
                "east",
                "the kubeconfig has no context c",
                "contexts there are: a, b"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://example.org   |                              |                    | would send secrets without TLS
          ftp://example.org    |                              |                    | no https URL
          no url               |                              |                    | no URL
          https://h            | , tls-server-name: x         |                    | tls-server-name
          https://h            | , proxy-url: 'socks5://h:1'  |                    | proxy
          https://h            | , certificate-authority: no  |                    | certificate-authority that is no text
          https://h            | , certificate-authority: none |                   | certificate-authority that cannot be used
          https://h            |                              | token: 0123        | token that is no text
          https://h            | , certificate-authority-data: CANARY-7f3a |       | certificate-authority that cannot be used
          https://h            |                              | as: root           | impersonates
          https://h            |                              | auth-provider: {name: gcp} | auth-provider
          https://h            |                              | 'client-certificate-data: CANARY-7f3a, client-key-data: CANARY-7f3a' | client certificate
          https://h            |                              | exec: {command: no-such-plugin} | not in PATH
          """)
  @DisplayName("K1: what would weaken or widen the way to a cluster is refused by name")
  void whatWeDoNotDoIsRefused(String server, String cluster, String user, String words)
      throws IOException {
    Path file =
        write(
            home.resolve("config"),
            text(
                server,
                Optional.ofNullable(cluster).orElse(""),
                Optional.ofNullable(user).orElse(""),
                "a"));

    Diagnostic why = refused(file, "a");

    assertThat(why.summary()).startsWith("context a of the kubeconfig ").contains(words);
    assertThat(why.toString()).doesNotContain(CANARY);
  }

  @Test
  @DisplayName("K1: a server that is not verified is a warning")
  void unverifiedServerIsAWarning() throws IOException {
    Path file =
        write(
            home.resolve("config"), text("https://h", ", insecure-skip-tls-verify: true", "", "a"));

    var opened = (Opening.Opened) load(file).open("east", "a", Limits.DEFAULT);
    opened.cluster().close();

    assertThat(opened.warnings())
        .singleElement()
        .satisfies(w -> assertThat(w.isError()).isFalse())
        .satisfies(w -> assertThat(w.code()).isEqualTo(Code.UNSAFE_KUBECONFIG));
  }

  @Test
  void certificateIsRelativeToTheKubeconfig() throws IOException, GeneralSecurityException {
    write(home.resolve("pki/ca.crt"), someCertificate());
    Path file =
        write(
            home.resolve("config"),
            text("https://h", ", certificate-authority: pki/ca.crt", "", "a"));

    var opening = load(file).open("east", "a", Limits.DEFAULT);

    assertThat(opening).isInstanceOf(Opening.Opened.class);
    ((Opening.Opened) opening).cluster().close();
  }

  private static String someCertificate() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    X509Certificate any =
        ((X509TrustManager) Arrays.asList(factory.getTrustManagers()).getFirst())
            .getAcceptedIssuers()[0];
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(any.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }
}
