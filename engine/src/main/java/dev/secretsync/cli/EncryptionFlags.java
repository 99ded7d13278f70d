package dev.secretsync.cli;

import dev.secretsync.crypt.sops.MasterKey;
import dev.secretsync.crypt.sops.SealSettings;
import dev.secretsync.crypt.sops.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** For whom and how a file is encrypted: flags, then environment, then {@code .sops.yaml}. */
final class EncryptionFlags {
  private EncryptionFlags() {}

  static Optional<SealSettings> settings(FileRun run, String name) {
    List<MasterKey> keys =
        run.invocation().value(Flag.AGE).stream()
            .flatMap(text -> Arrays.stream(text.split(",", -1)))
            .<MasterKey>map(MasterKey.Age::new)
            .toList();
    return Optional.of(new SealSettings(List.of(keys), 0, Selection.Suffix.BY_DEFAULT, false));
  }
}
