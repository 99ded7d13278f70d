package dev.secretsync.cli;

import dev.secretsync.files.FileSearch;
import dev.secretsync.files.Rekeying;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the commands on several files and folders have in common: they go on after a file that fails
 * and say at the end what was wrong with all of them.
 */
final class ManyFiles {
  private static final int FAILED = 1;

  private ManyFiles() {}

  /** The paths of the command line; at least one. */
  static List<Path> paths(FileRun run) {
    if (run.arguments().isEmpty()) {
      throw Invocation.usage("takes at least one PATH", "name files or folders");
    }
    return run.arguments().stream().map(Path::of).toList();
  }

  /** Whether the command line means one file, so that the exit code is that of sops. */
  static boolean isOneFile(List<Path> paths) {
    return paths.size() == 1 && !Files.isDirectory(paths.getFirst());
  }

  /** Does something with each encrypted file. */
  static void forEach(List<Path> paths, FileRun run, Consumer<Path> use) {
    for (Path file : FileSearch.encrypted(paths, run.problems())) {
      try {
        use.accept(file);
      } catch (RefusedException e) {
        run.problems().addAll(e.diagnostics());
      }
    }
  }

  /** Each file is written as the {@code .sops.yaml} that counts for it says. */
  static Rekeying rekeying(FileRun run) {
    return new Rekeying(run.keys(), run.macCheck(), run.now(), run::indent, run.problems());
  }

  /** The exit code of sops for one file; 1 when any of several failed. */
  static int exit(FileRun run, List<Diagnostic> said) {
    int worst = SopsExit.of(said).number();
    boolean oneFile = run.arguments().size() < 2 && isOneFile(paths(run));
    return worst == 0 || oneFile ? worst : FAILED;
  }
}
