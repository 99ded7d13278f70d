package dev.secretsync.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("1.12: passphrases are asked on a terminal, and nowhere else")
class ConsolePassphrasesIT {
  @TempDir private Path folder;

  /** What the child process does: asks, and says what came of it. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      Optional<SecretBytes> answer = new ConsolePassphrases().ask("the passphrase of X");
      String found =
          answer
              .map(secret -> secret.equals(SecretBytes.ofUtf8("CANARY-é")) ? "the one" : "another")
              .orElse("nothing");
      System.out.println("it got " + found);
    }
  }

  private String ask(String wrapper) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("answers"), "CANARY-é\n", StandardCharsets.UTF_8);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String script =
        "exec '"
            + java
            + "' -Dstdin.encoding=UTF-8 -cp '"
            + System.getProperty("java.class.path")
            + "' '"
            + Asking.class.getName()
            + "'\n";
    Files.writeString(folder.resolve("ask"), script);
    return Tool.find("sh")
        .run(folder, Map.of("TERM", "dumb", "LC_ALL", "C.UTF-8"), "-c", wrapper + " < answers");
  }

  @Test
  void onATerminalTheAnswerIsThePassphrase() throws IOException, InterruptedException {
    Tool.find("script");
    assertThat(ask("script -qec 'sh ask' /dev/null"))
        .contains("Enter the passphrase of X: ", "it got the one");
  }

  @Test
  void elsewhereNobodyAnswers() throws IOException, InterruptedException {
    assertThat(ask("sh ask")).isEqualTo("it got nothing\n");
  }
}
