package dev.secretsync.source.git;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * Makes Git merge encrypted files by their values and show their differences: a merge driver and a
 * textconv in the repository's own configuration, and the files they are for in {@code
 * .gitattributes} (gitattributes(5)). Other people's clones are not changed: Git runs nothing that
 * only a commit names.
 *
 * <p>Nothing is written twice, and nothing is changed that is as it should be.
 */
public final class GitDrivers {
  private static final String PROGRAM = "secretsync";
  private static final String CONFIG = ".git/config";

  /** What a shell leaves alone. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+-]+");

  private final GitRepository repository;
  private final Path workTree;

  private GitDrivers(GitRepository repository, Path workTree) {
    this.repository = repository;
    this.workTree = workTree;
  }

  /**
   * Installs the drivers in the repository that {@code folder} is in.
   *
   * @param program {@code secretsync}, or the absolute path of it
   * @param patterns of files, as {@code .gitattributes} has them
   * @return what was changed, a line for each; empty when all was there
   * @throws RefusedException when there is no repository with a work tree, when the program or a
   *     pattern cannot be written so that Git reads it, or when a file cannot be written; then
   *     nothing, or only the configuration, was changed
   */
  public static List<String> install(Path folder, String program, List<String> patterns) {
    try (GitRepository repository = GitRepository.open(folder)) {
      GitDrivers drivers = of(repository);
      Map<String, String> wanted = wanted(program);
      AttributesFile attributes = AttributesFile.in(drivers.workTree);
      patterns.forEach(attributes::add);
      List<String> changes = drivers.set(wanted);
      changes.addAll(attributes.save());
      return List.copyOf(changes);
    }
  }

  /**
   * Takes everything out again that {@link #install} put in, whatever the patterns were.
   *
   * @return what was changed, a line for each; empty when nothing was there
   * @throws RefusedException as {@link #install} does
   */
  public static List<String> remove(Path folder) {
    try (GitRepository repository = GitRepository.open(folder)) {
      GitDrivers drivers = of(repository);
      AttributesFile attributes = AttributesFile.in(drivers.workTree);
      attributes.removeAll();
      List<String> changes = drivers.unset();
      changes.addAll(attributes.save());
      return List.copyOf(changes);
    }
  }

  private static GitDrivers of(GitRepository repository) {
    return repository
        .workTree()
        .map(root -> new GitDrivers(repository, root))
        .orElseThrow(() ->
            new RefusedException(
                Diagnostic.error(
                    Code.NOT_A_REPOSITORY,
                    "repository",
                    "a bare repository has no work tree to merge in",
                    "give a folder of a clone")));
  }

  /** Each value by its key below {@code merge.secretsync} and {@code diff.secretsync}. */
  private static Map<String, String> wanted(String program) {
    String command = quoted(program);
    Map<String, String> wanted = new LinkedHashMap<>();
    // the name of a file may begin as a flag does
    wanted.put("merge.name", "three-way merge of encrypted values");
    // Git fills in names of its own making and quotes %P itself; quotes here would undo those
    wanted.put("merge.driver", command.replace("%", "%%") + " git-merge -- %O %A %B %P");
    wanted.put("diff.textconv", command + " git-textconv --");
    // a cache would keep what was decrypted in the repository's objects
    wanted.put("diff.cachetextconv", "false");
    return wanted;
  }

  /** Git hands the line to a shell. */
  private static String quoted(String program) {
    if (!program.equals(PROGRAM) && !isAbsolute(program)) {
      throw refused(
          SafePath.shown(program),
          "neither secretsync nor the absolute path of a program",
          "give the whole path");
    }
    return PLAIN.matcher(program).matches() ? program : "'" + program.replace("'", "'\\''") + "'";
  }

  private static boolean isAbsolute(String program) {
    try {
      return program.chars().noneMatch(Character::isISOControl) && Path.of(program).isAbsolute();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private List<String> set(Map<String, String> wanted) {
    StoredConfig config = repository.config();
    List<String> changes = new ArrayList<>();
    wanted.forEach((key, value) -> {
      String section = key.substring(0, key.indexOf('.'));
      String name = key.substring(key.indexOf('.') + 1);
      if (!List.of(value).equals(List.of(config.getStringList(section, PROGRAM, name)))) {
        config.setString(section, PROGRAM, name, value);
        changes.add("%s: %s.%s.%s = %s".formatted(CONFIG, section, PROGRAM, name, value));
      }
    });
    save(config, changes);
    return changes;
  }

  private List<String> unset() {
    StoredConfig config = repository.config();
    List<String> changes = new ArrayList<>();
    for (String section : List.of("merge", "diff")) {
      if (config.getSubsections(section).contains(PROGRAM)) {
        config.unsetSection(section, PROGRAM);
        changes.add("%s: %s.%s removed".formatted(CONFIG, section, PROGRAM));
      }
    }
    save(config, changes);
    return changes;
  }

  /** By a lock file and a rename, as Git does it. */
  private static void save(StoredConfig config, List<String> changes) {
    if (changes.isEmpty()) {
      return;
    }
    try {
      config.save();
    } catch (IOException _) {
      throw refused(
          CONFIG,
          "the configuration of the repository cannot be written",
          "check who may write it, and that no other Git command is at work");
    }
  }

  static RefusedException refused(String subject, String summary, String hint) {
    return new RefusedException(Diagnostic.error(Code.GIT_SETUP, subject, summary, hint));
  }
}
