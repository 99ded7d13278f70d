package dev.secretsync.source.git;

import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.transport.URIish;

/** Brings the ways to write one remote repository to one form: host, slash, path. */
final class RemoteAddress {
  private RemoteAddress() {}

  /** {@code github.com/acme/secrets} for any spelling of it; empty for what is on this machine. */
  static Optional<String> normalise(String url) {
    try {
      URIish uri = new URIish(url);
      String host = uri.getHost();
      if (host == null || host.isEmpty() || "file".equals(uri.getScheme())) {
        return Optional.empty();
      }
      String path = uri.getPath() == null ? "" : uri.getPath();
      String bare = strip(path, "/");
      bare = bare.endsWith(".git") ? bare.substring(0, bare.length() - ".git".length()) : bare;
      return Optional.of(host.toLowerCase(Locale.ROOT) + port(uri) + "/" + strip(bare, "/"));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static String port(URIish uri) {
    return switch (uri.getPort()) {
      case -1, 22, 80, 443, 9418 -> "";
      default -> ":" + uri.getPort();
    };
  }

  private static String strip(String text, String edge) {
    String stripped = text;
    while (stripped.startsWith(edge)) {
      stripped = stripped.substring(edge.length());
    }
    while (stripped.endsWith(edge)) {
      stripped = stripped.substring(0, stripped.length() - edge.length());
    }
    return stripped;
  }
}
