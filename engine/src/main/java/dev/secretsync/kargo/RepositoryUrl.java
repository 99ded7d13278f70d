package dev.secretsync.kargo;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Locale;
import java.util.Set;

/** Kargo's idea of the same repository, which differs by type. */
final class RepositoryUrl {
  private static final Pattern SCHEMED =
      Pattern.compile("(https?://|ssh://)([^/?#]*@)?([^?#]*)(#.*)?");
  private static final Pattern SCP =
      Pattern.compile("((?:[\\w-]+@)?[\\w-]+(?:\\.[\\w-]+)*)(?::(.*))?");
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9_./-]{2,255}");
  private static final Set<String> DOCKER_HUB =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

  private RepositoryUrl() {}

  /** What Kargo compares; the URL itself where it is none that Kargo understands. */
  static String normalized(CredentialType type, String url) {
    return switch (type) {
      case GIT -> git(url);
      case HELM -> image(withoutStart(sanitized(url).toLowerCase(Locale.ROOT), "oci://"), url);
      case IMAGE -> image(sanitized(url).toLowerCase(Locale.ROOT), url);
      case GENERIC -> url;
    };
  }

  /** Without what a clipboard adds to it. */
  static String sanitized(String url) {
    return url.codePoints()
        .filter(RepositoryUrl::isPrinted)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  private static boolean isPrinted(int point) {
    return point == ' '
        || switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.PRIVATE_USE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> true;
        };
  }

  private static String git(String url) {
    String folded = sanitized(url).toLowerCase(Locale.ROOT);
    Matcher schemed = SCHEMED.matcher(folded);
    if (schemed.matches()) {
      String user = schemed.group(1).equals("ssh://") ? group(schemed, 2) : "";
      return schemed.group(1) + user + trimmed(schemed.group(3)) + group(schemed, 4);
    }
    Matcher scp = SCP.matcher(folded);
    if (folded.contains("://") || !scp.matches()) {
      return url;
    }
    String path = trimmed(group(scp, 2));
    return "ssh://" + scp.group(1) + (path.isEmpty() ? "" : "/" + path);
  }

  private static String group(Matcher parts, int number) {
    String text = parts.group(number);
    return text == null ? "" : text;
  }

  private static String trimmed(String path) {
    return withoutEnd(withoutEnd(path, "/"), ".git");
  }

  private static String image(String folded, String url) {
    String name = withoutTag(folded.split("@", 2)[0]);
    int slash = name.indexOf('/');
    String first = name.substring(0, Math.max(slash, 0));
    boolean hasRegistry = first.contains(".") || first.contains(":");
    String repository = hasRegistry ? name.substring(slash + 1) : name;
    if (!REPOSITORY.matches(repository)) {
      return url;
    }
    return hasRegistry && !DOCKER_HUB.contains(first)
        ? first + "/" + repository
        : withoutStart(repository, "library/");
  }

  private static String withoutTag(String name) {
    int colon = name.lastIndexOf(':');
    return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
  }

  private static String withoutEnd(String text, String end) {
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()) : text;
  }

  private static String withoutStart(String text, String start) {
    return text.startsWith(start) ? text.substring(start.length()) : text;
  }
}
