package dev.secretsync.github;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import dev.secretsync.network.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Where GitHub's API is: {@code GITHUB_API_URL}, which GitHub Actions sets, also on GitHub
 * Enterprise.
 *
 * @param base without a slash at its end
 */
record Endpoint(URI base) {
  private static final String ENTERPRISE = "/api/v3";

  static Endpoint from(Map<String, String> env) {
    String text = env.getOrDefault("GITHUB_API_URL", "");
    URI base = parse(text.isBlank() ? "https://api.github.com" : text.strip());
    String scheme = base.getScheme();
    boolean safe =
        "https".equals(scheme) || ("http".equals(scheme) && HttpProxy.isLoopback(base.getHost()));
    if (!safe) {
      throw refused("GITHUB_API_URL is not https", "a token is sent there: give an https address");
    }
    return new Endpoint(base);
  }

  private static URI parse(String text) {
    try {
      URI base = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (base.getHost() != null
          && base.getRawUserInfo() == null
          && base.getRawQuery() == null
          && base.getRawFragment() == null) {
        return base;
      }
    } catch (URISyntaxException _) {
      // said below, without the text
    }
    throw refused("GITHUB_API_URL is no address of an API", "such as https://api.github.com");
  }

  private static RefusedException refused(String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.GITHUB_SETUP, "", summary, hint));
  }

  /** The address of what stands at a path below the API. */
  URI at(String path) {
    return URI.create(base + path);
  }

  URI graphql() {
    String path = base.getRawPath();
    return path != null && path.endsWith(ENTERPRISE)
        ? base.resolve(path.substring(0, path.length() - "/v3".length()) + "/graphql")
        : at("/graphql");
  }

  /** Whether the token may be sent there. */
  boolean owns(URI other) {
    return base.getScheme().equals(other.getScheme())
        && base.getHost().equalsIgnoreCase(other.getHost())
        && base.getPort() == other.getPort()
        && other.getRawUserInfo() == null;
  }
}
