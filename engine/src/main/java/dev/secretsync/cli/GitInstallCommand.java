package dev.secretsync.cli;

import dev.secretsync.files.FileStatus;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.source.git.GitDrivers;
import dev.secretsync.source.git.TrackedFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code secretsync git-install}. */
final class GitInstallCommand {
  /** By its name: Git finds it on the PATH of whoever merges. */
  private static final String PROGRAM = "secretsync";

  private GitInstallCommand() {}

  static int run(Invocation invocation) {
    Path folder = invocation.path();
    boolean uninstall = invocation.has(Flag.UNINSTALL);
    if (uninstall && invocation.has(Flag.ATTRIBUTES)) {
      throw Invocation.usage(
          "--uninstall and --attributes exclude each other", "--uninstall takes out all patterns");
    }
    List<String> changes =
        uninstall
            ? GitDrivers.remove(folder)
            : install(folder, patterns(folder, invocation), invocation);
    PrintWriter out = invocation.out();
    changes.forEach(out::println);
    if (changes.isEmpty()) {
      out.println("Nothing to change.");
    }
    out.flush();
    return ExitCode.OK.number();
  }

  private static List<String> install(Path folder, List<String> patterns, Invocation invocation) {
    if (patterns.isEmpty()) {
      invocation.complain(
          List.of(
              Diagnostic.warning(
                  Code.GIT_SETUP,
                  ".gitattributes",
                  "Git knows of no encrypted file yet, so none is merged by its values",
                  "git add the encrypted files and run this again, or name them with --attributes")));
    }
    return GitDrivers.install(folder, PROGRAM, patterns);
  }

  private static List<String> patterns(Path folder, Invocation invocation) {
    List<String> patterns = new ArrayList<>(invocation.values(Flag.ATTRIBUTES));
    TrackedFiles tracked = TrackedFiles.in(folder);
    tracked.paths().stream()
        .filter(path -> FileStatus.isEncrypted(tracked.root().resolve(path)))
        .map(TrackedFiles::pattern)
        .forEach(patterns::add);
    return patterns;
  }
}
