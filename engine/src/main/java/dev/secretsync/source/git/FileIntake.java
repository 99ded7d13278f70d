package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes in the YAML files of one revision, within limits (security.md G1-G3). A file that cannot be
 * taken is an error only when it may declare something: a large or binary file that never speaks of
 * us is left alone, and one that does must not silently count as removed.
 */
final class FileIntake {
  /** Bytes that a file may have; a Secret cannot be larger. */
  static final int MAX_FILE = 1 << 20;

  /** Bytes that all files together may have (design.md). */
  static final long MAX_ALL = 1L << 30;

  /** Files beyond this cannot all hold a document within the limit of documents (design.md). */
  static final int MAX_FILES = 200_000;

  static final String SOPS_CONFIG = ".sops.yaml";

  private static final String LFS = "version https://git-lfs.github.com/spec/";
  private static final byte[][] OURS = {
    "secretsync.dev/".getBytes(StandardCharsets.US_ASCII),
    "ENC[AES256_GCM,".getBytes(StandardCharsets.US_ASCII)
  };

  private final Problems problems;
  private final SortedMap<String, SourceFile> files = new TreeMap<>();
  private final SortedMap<String, SourceFile> sopsConfigs = new TreeMap<>();
  private final Map<String, String> byCollisionKey = new HashMap<>();
  private long bytes;

  FileIntake(Problems problems) {
    this.problems = problems;
  }

  /** Whether a file of this name is read at all. */
  static boolean isRelevant(String name) {
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.equals(SOPS_CONFIG)
        && !name.equals(".sops.yml");
  }

  /** Whether it says how files are encrypted: no declaration, and a matter of trust (X6). */
  static boolean isSopsConfig(String name) {
    return name.equals(SOPS_CONFIG);
  }

  /** What is put before a name in each folder above {@code folder}, from the root downwards. */
  static List<String> foldersAbove(String folder) {
    List<String> above = new ArrayList<>();
    if (!folder.isEmpty()) {
      above.add("");
    }
    for (int slash = folder.indexOf('/'); slash >= 0; slash = folder.indexOf('/', slash + 1)) {
      above.add(folder.substring(0, slash + 1));
    }
    return above;
  }

  SortedMap<String, SourceFile> files() {
    return files;
  }

  SortedMap<String, SourceFile> sopsConfigs() {
    return sopsConfigs;
  }

  /** Takes a {@code .sops.yaml}; of one that is no text or too long, that it is another one. */
  void takeSopsConfig(String path, String blobId, byte[] content) {
    String text =
        content.length > MAX_FILE ? "" : SafePath.utf8(content, 0, content.length).orElse("");
    sopsConfigs.put(path, new SourceFile(path, blobId, text));
  }

  boolean isFull() {
    return bytes > MAX_ALL || files.size() >= MAX_FILES;
  }

  /** Reports the limits of the whole repository, once, at the end. */
  void reportLimits() {
    if (isFull()) {
      problems.add(
          Diagnostic.error(
              Code.REPOSITORY_LIMIT,
              "repository",
              "more than " + MAX_FILES + " YAML files or 1 GiB of YAML",
              "give the folder that holds the declarations as PATH"));
    }
  }

  /** Takes the content of a file. */
  void take(String path, String blobId, byte[] content) {
    bytes += content.length;
    Optional<String> text = SafePath.utf8(content, 0, content.length);
    if (text.isEmpty()) {
      if (mentionsUs(content) || isUtf16(content)) {
        refuse(Code.YAML_SYNTAX, path, "not UTF-8", "save the file as UTF-8");
      }
    } else if (text.get().startsWith(LFS)) {
      refuse(
          Code.LFS_POINTER,
          path,
          "a Git LFS pointer, not the file itself",
          "keep declarations out of LFS; see .gitattributes");
    } else if (claim(path)) {
      files.put(path, new SourceFile(path, blobId, text.get()));
    }
  }

  /** A file over {@link #MAX_FILE}; {@code content} may be cut at a limit of the caller's. */
  void tooLarge(String path, byte[] content) {
    if (mentionsUs(content)) {
      refuse(Code.TOO_LARGE, path, "larger than 1 MiB", "split the file");
    }
  }

  void refuse(Code code, String path, String summary, String hint) {
    problems.add(Diagnostic.error(code, SafePath.shown(path), summary, hint));
  }

  void warn(Code code, String path, String summary, String hint) {
    problems.add(Diagnostic.warning(code, SafePath.shown(path), summary, hint));
  }

  /** Checks one component of {@code path}; false when nothing below it may be read. */
  boolean isSafe(String path, String name) {
    Optional<String> refusal = SafePath.refusal(name);
    refusal.ifPresent(why ->
        refuse(Code.UNSAFE_PATH, path, why, "rename it; a path must mean one file anywhere"));
    return refusal.isEmpty();
  }

  private boolean claim(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (!claimOne(path.substring(0, slash), false)) {
        return false;
      }
    }
    return claimOne(path, true);
  }

  private boolean claimOne(String path, boolean once) {
    String other = byCollisionKey.putIfAbsent(SafePath.collisionKey(path), path);
    if (other == null || (!once && other.equals(path))) {
      return true;
    }
    refuse(
        Code.UNSAFE_PATH,
        path,
        "the same path as " + SafePath.shown(other) + " where case or accents are folded",
        "rename one of them");
    return false;
  }

  private static boolean isUtf16(byte[] content) {
    return content.length > 1
        && ((content[0] == (byte) 0xfe && content[1] == (byte) 0xff)
            || (content[0] == (byte) 0xff && content[1] == (byte) 0xfe));
  }

  private static boolean mentionsUs(byte[] content) {
    for (byte[] word : OURS) {
      if (contains(content, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(byte[] content, byte[] word) {
    for (int i = 0; i + word.length <= content.length; i++) {
      if (content[i] == word[0]
          && Arrays.equals(content, i, i + word.length, word, 0, word.length)) {
        return true;
      }
    }
    return false;
  }
}
