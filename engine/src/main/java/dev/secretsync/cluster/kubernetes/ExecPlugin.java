package dev.secretsync.cluster.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client-go credential plugin ({@code users[].user.exec}), as the users of EKS, GKE and AKS need
 * it. Only ever named by a kubeconfig outside the repository (security.md K1). Run without a shell,
 * without input, and without our decryption keys in its environment; what it prints is never shown.
 *
 * <p>fabric8 has this too, but through a shell and with stderr mixed into the answer.
 */
final class ExecPlugin implements Credentials {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration EARLY = Duration.ofSeconds(30);

  /** Decryption keys are nobody else's business (security.md S5). */
  private static final String OUR_KEYS = "SOPS_AGE_";

  private final List<String> command;
  private final SortedMap<String, String> environment;
  private final String apiVersion;
  private @Nullable Token token;

  private record Token(String header, Instant expires) {
    @Override
    public String toString() {
      return "(sensitive value)";
    }
  }

  /**
   * @param environment of our own process, plus what the kubeconfig adds
   */
  ExecPlugin(List<String> command, Map<String, String> environment, String apiVersion) {
    this.command = List.copyOf(command);
    this.environment = new TreeMap<>(environment);
    this.environment.keySet().removeIf(name -> name.startsWith(OUR_KEYS));
    this.environment.put(
        "KUBERNETES_EXEC_INFO",
        "{\"apiVersion\":\""
            + apiVersion
            + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
    this.apiVersion = apiVersion;
  }

  @Override
  public synchronized Optional<String> authorization() throws IOException {
    if (token == null || !Instant.now().isBefore(token.expires().minus(EARLY))) {
      token = run();
    }
    return Optional.of(token.header());
  }

  @Override
  public synchronized boolean renew(String refused) {
    if (token != null && token.header().equals(refused)) {
      token = null;
    }
    return true;
  }

  private Token run() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      // a plugin that hangs would hang every request of this cluster
      process
          .onExit()
          .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
          .exceptionally(_ -> {
            process.destroyForcibly();
            return process;
          });
      byte[] answer = out.readAllBytes();
      if (process.waitFor() != 0) {
        throw new IOException("plugin failed");
      }
      return token(Json.TREES.readTree(answer));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Token token(JsonNode credential) throws IOException {
    String text = credential.path("status").path("token").asText("");
    if (text.isEmpty() || !credential.path("apiVersion").asText("").equals(apiVersion)) {
      throw new IOException("plugin gave no token");
    }
    String expires = credential.path("status").path("expirationTimestamp").asText("");
    try {
      return new Token("Bearer " + text, expires.isEmpty() ? Instant.MAX : Instant.parse(expires));
    } catch (DateTimeException e) {
      throw new IOException("plugin gave no time", e);
    }
  }
}
