package dev.secretsync.cli;

import dev.secretsync.crypt.sops.EncryptionKeys;
import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.files.Output;
import dev.secretsync.files.Rekeying;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code secretsync rotate}. */
final class RotateCommand {
  private final FileRun run;
  private final List<MasterKey> added;
  private final List<MasterKey> removed;
  private final Set<String> seen = new HashSet<>();

  private RotateCommand(FileRun run) {
    this.run = run;
    Map<String, String> flags = new HashMap<>();
    for (Flag flag : List.of(Flag.ADD_AGE, Flag.RM_AGE, Flag.ADD_PGP, Flag.RM_PGP)) {
      run.invocation().value(flag).ifPresent(list -> flags.put(flag.longName(), list));
    }
    added = EncryptionKeys.of("add-", flags, run.problems());
    removed = EncryptionKeys.of("rm-", flags, run.problems());
  }

  static int run(Invocation invocation) {
    return FileRun.run(invocation, run -> new RotateCommand(run).rotate(), ManyFiles::exit);
  }

  private int rotate() {
    List<Path> paths = ManyFiles.paths(run);
    boolean dry = run.invocation().has(Flag.DRY_RUN);
    if (!dry && !run.invocation().has(Flag.IN_PLACE) && !ManyFiles.isOneFile(paths)) {
      throw Invocation.usage(
          "several files need --in-place", "give it, or --dry-run to see what would change");
    }
    if (run.invocation().has(Flag.OUTPUT) && paths.size() > 1) {
      throw Invocation.usage("--output takes the result of one file", "give --in-place");
    }
    if (run.problems().hasErrors()) {
      return ExitCode.ERROR.number();
    }
    Rekeying rekeying = ManyFiles.rekeying(run);
    ManyFiles.forEach(
        paths,
        run,
        file ->
            rekeying
                .planRotation(file, run.inputType(), added, removed)
                .ifPresent(planned -> rotate(file, planned, rekeying, dry)));
    tellAbsent();
    return ExitCode.OK.number();
  }

  private void rotate(Path file, Rekeying.Planned planned, Rekeying rekeying, boolean dry) {
    planned.change().groups().stream()
        .flatMap(group -> group.removed().stream())
        .forEach(key -> seen.add(key.text()));
    if (dry) {
      new KeyChangeText(run.invocation()).write(planned);
      rekeying.tellWhatToChange(planned);
      return;
    }
    Output output = run.invocation().has(Flag.IN_PLACE) ? new Output.File(file) : run.output();
    rekeying.write(planned, output);
  }

  /** SOPS says nothing then, and people believe that the key is gone. */
  private void tellAbsent() {
    for (MasterKey key : removed) {
      if (!run.problems().hasErrors() && !seen.contains(key.text())) {
        run.problems()
            .add(
                Diagnostic.warning(
                    Code.KEYS_DIFFER,
                    "",
                    "no file had the key to be removed: " + key.shown(),
                    "look at how the files spell it"));
      }
    }
  }
}
