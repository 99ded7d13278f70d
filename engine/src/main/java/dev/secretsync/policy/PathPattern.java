package dev.secretsync.policy;

import java.util.Arrays;
import java.util.List;

/**
 * A path from the repository's root in which {@code **} between slashes stands for any folders,
 * also none, and {@code *} for any text without a slash. Matched as a whole, so that {@code
 * teams/*.yaml} says nothing about what lies deeper.
 */
final class PathPattern {
  private static final String FOLDERS = "**";
  private final List<Wildcard> parts;

  PathPattern(String pattern) {
    parts = Arrays.stream(pattern.split("/", -1)).map(Wildcard::new).toList();
  }

  boolean matches(String path) {
    String[] names = path.split("/", -1);
    int at = 0;
    int inPath = 0;
    int folders = -1;
    int afterFolders = 0;
    while (inPath < names.length) {
      if (at < parts.size() && parts.get(at).pattern().equals(FOLDERS)) {
        folders = at++;
        afterFolders = inPath;
      } else if (at < parts.size() && parts.get(at).matches(names[inPath])) {
        at++;
        inPath++;
      } else if (folders >= 0) {
        at = folders + 1;
        inPath = ++afterFolders;
      } else {
        return false;
      }
    }
    while (at < parts.size() && parts.get(at).pattern().equals(FOLDERS)) {
      at++;
    }
    return at == parts.size();
  }
}
