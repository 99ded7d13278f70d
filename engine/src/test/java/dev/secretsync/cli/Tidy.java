package dev.secretsync.cli;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of an output what differs between two equal runs: folders, ids, ports and times. */
final class Tidy {
  private static final Pattern UID =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b");
  private static final Pattern TIME =
      Pattern.compile("\\b20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?(\\.\\d+)?Z?");
  private static final Pattern BLOB = Pattern.compile("\\b[0-9a-f]{40}\\b");
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:\\d+");
  private static final Pattern VERSION =
      Pattern.compile("(\"(?:resourceVersion|resource_version_after)\"\\s*:\\s*)\"\\d+\"");
  private static final Pattern WHO = Pattern.compile("(\"who\"\\s*:\\s*)\"[^\"]*\"");
  private static final Pattern UNGUESSABLE = Pattern.compile("\\bsecretsync-[0-9a-f]{32}\\b");
  private static final int SHORT = 7;

  private Tidy() {}

  static String text(String raw, Playground playground) {
    String text = raw.replace(playground.folder().toString(), "TMP");
    text = text.replace(Version.current(), "VERSION");
    List<String> commits = playground.commits();
    for (int i = 0; i < commits.size(); i++) {
      text = text.replace(commits.get(i), "COMMIT-" + (i + 1));
      text = text.replace(commits.get(i).substring(0, SHORT), "COMMIT-" + (i + 1));
    }
    text = UID.matcher(text).replaceAll("UID");
    text = text.replaceAll("\\bUID/\\d+", "UID/N");
    text = UNGUESSABLE.matcher(text).replaceAll("UNGUESSABLE");
    text = TIME.matcher(text).replaceAll("TIME");
    text = BLOB.matcher(text).replaceAll("BLOB");
    text = PORT.matcher(text).replaceAll("HOST");
    text = VERSION.matcher(text).replaceAll("$1\"N\"");
    return WHO.matcher(text).replaceAll("$1\"WHO\"");
  }
}
