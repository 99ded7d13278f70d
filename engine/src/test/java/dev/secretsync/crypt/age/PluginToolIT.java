package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import dev.secretsync.model.Problems;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One plugin for the real {@code age} and for us. */
@DisplayName("formats.md 2.6: age 1.3.1 and we speak to plugins alike")
class PluginToolIT {
  private static final String PLAIN = "CANARY\n";
  @TempDir private Path folder;

  @Test
  void whatOneWrapsWithAPluginTheOtherUnwraps() throws IOException, InterruptedException {
    Tool age = Tool.find("age");
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    Files.writeString(folder.resolve("plain"), PLAIN);
    Path key = Files.writeString(folder.resolve("key.txt"), FakePlugin.IDENTITY + "\n");
    Problems problems = new Problems();
    Plugins plugins = Plugins.of(Set.of("fake"), plugin.env(), Passphrases.none(), problems::add);

    Map<String, String> env = Map.of("PATH", plugin.env().getOrDefault("PATH", ""));
    age.run(folder, env, "-r", FakePlugin.RECIPIENT, "-o", "theirs", "plain");
    AgeIdentity identity = AgeIdentity.parse(FakePlugin.IDENTITY, plugins).orElseThrow();
    try (SecretBytes payload = SecretBytes.ofUtf8(PLAIN)) {
      assertThat(AgeFile.open(Files.readAllBytes(folder.resolve("theirs")), List.of(identity)))
          .isEqualTo(new AgeOpening.Opened(payload));

      AgeRecipient recipient = AgeRecipient.parse(FakePlugin.RECIPIENT, plugins).orElseThrow();
      Files.write(folder.resolve("ours"), AgeFile.encrypt(payload, List.of(recipient)));
    }
    assertThat(age.run(folder, env, "-d", "-i", key.toString(), "ours")).isEqualTo(PLAIN);
    assertThat(problems.all()).isEmpty();
  }
}
