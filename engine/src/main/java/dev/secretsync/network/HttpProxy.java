package dev.secretsync.network;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The proxy for a server: the one that is configured for it, else {@code HTTPS_PROXY} unless {@code
 * NO_PROXY} names the host. As curl and kubectl do, in names only: no address ranges.
 */
public final class HttpProxy {
  /** Addresses only: a name can begin in the same way and be anywhere. */
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private HttpProxy() {}

  /**
   * Chooses the proxy; empty for none.
   *
   * @param configured for this server alone, such as a kubeconfig's {@code proxy-url}
   * @throws IllegalArgumentException when what is configured is no URL
   */
  public static Optional<URI> choose(
      URI server, Optional<String> configured, Map<String, String> env) {
    if (configured.isPresent()) {
      return configured.map(URI::create);
    }
    String host = server.getHost();
    if (isLoopback(host) || !"https".equals(server.getScheme()) || excluded(host, env)) {
      return Optional.empty();
    }
    return either(env, "HTTPS_PROXY")
        .map(proxy -> proxy.contains("://") ? proxy : "http://" + proxy)
        .map(URI::create);
  }

  /** By the whole address: {@code 127.0.0.1.example.org} is somebody else's machine. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost") || LOOPBACK.matcher(host).matches() || host.equals("[::1]");
  }

  private static boolean excluded(String host, Map<String, String> env) {
    return either(env, "NO_PROXY").stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || matches(host.toLowerCase(Locale.ROOT), entry));
  }

  /** {@code example.org} and {@code .example.org} both cover what ends in {@code .example.org}. */
  private static boolean matches(String host, String entry) {
    String name = entry.startsWith("*") ? entry.substring(1) : entry;
    return host.equals(name) || host.endsWith(name.startsWith(".") ? name : "." + name);
  }

  private static Optional<String> either(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name))
        .or(() -> Optional.ofNullable(env.get(name.toLowerCase(Locale.ROOT))))
        .filter(value -> !value.isBlank());
  }
}
