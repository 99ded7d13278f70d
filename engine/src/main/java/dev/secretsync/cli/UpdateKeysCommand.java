package dev.secretsync.cli;

import dev.secretsync.files.CreationRules;
import dev.secretsync.files.Output;
import dev.secretsync.files.Rekeying;
import dev.secretsync.model.ExitCode;
import java.nio.file.Path;
import java.util.Optional;

/** {@code secretsync updatekeys}. */
final class UpdateKeysCommand {
  private final FileRun run;
  private final Rekeying rekeying;
  private final CreationRules rules;

  private UpdateKeysCommand(FileRun run) {
    this.run = run;
    rules = run.rules();
    rekeying = ManyFiles.rekeying(run);
  }

  static int run(Invocation invocation) {
    return FileRun.run(invocation, run -> new UpdateKeysCommand(run).update(), ManyFiles::exit);
  }

  private int update() {
    ManyFiles.forEach(ManyFiles.paths(run), run, this::update);
    return ExitCode.OK.number();
  }

  private void update(Path file) {
    Optional<Rekeying.Planned> planned = rekeying.planUpdate(file, run.inputType(), rules);
    planned.ifPresent(plan -> {
      KeyChangeText text = new KeyChangeText(run.invocation());
      if (plan.isEmpty()) {
        text.upToDate(plan);
        return;
      }
      text.write(plan);
      if (run.invocation().has(Flag.DRY_RUN)) {
        rekeying.tellWhatToChange(plan);
      } else if (isApproved(file)) {
        rekeying.write(plan, new Output.File(file));
      }
    });
  }

  private boolean isApproved(Path file) {
    if (run.invocation().has(Flag.YES)) {
      return true;
    }
    if (!run.invocation().terminal().asks()) {
      throw Invocation.usage(
          "nobody can be asked here whether to change " + file + ", and --yes was not given",
          "give --yes, or run it on a terminal");
    }
    return Question.ask("Change it? (y/n): ", run.invocation())
        .filter(answer -> answer.equals("y") || answer.equals("yes"))
        .isPresent();
  }
}
