package dev.secretsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both programs make the same mistakes of their user into the same exit code, so that scripts need
 * not change (formats.md 1.14); the deliberate differences are in a table of their own.
 */
class SopsExitCodesIT {
  private static final Pattern MAC = Pattern.compile("(?m)^    mac: .*\n");

  @TempDir private static Path prepared;

  @TempDir private Path folder;
  private TwoPrograms both;

  @BeforeAll
  static void prepare() throws Exception {
    TwoPrograms both = new TwoPrograms(prepared);
    both.write("p.yaml", "a: 1\nb: text\nl: [one, two]\nm: {x: 1}\nn: null\ne: \"\"\n");
    both.write("p.json", "{\"a\": 1, \"b\": \"x\"}");
    both.write("p.env", "A=1\n");
    both.write("p.ini", "[s]\nk = v\n");
    both.write("p.bin", "bytes");
    both.ours("keygen", "-o", "@other.txt");
    String other = both.ours("keygen", "-y", "@other.txt").strip();
    for (String type : new String[] {"yaml", "json", "env", "ini", "bin"}) {
      both.write("empty." + type, "");
      both.theirs(
          "encrypt", "--age", TwoPrograms.recipient(), "--output", "@e." + type, "@p." + type);
    }
    both.theirs("encrypt", "--age", other, "--output", "@theirs.yaml", "@p.yaml");
    broken(both);
    Files.createDirectory(both.file("folder"));
  }

  @BeforeEach
  void files() throws IOException {
    both = new TwoPrograms(folder);
    Files.createDirectories(both.file("folder"));
    try (Stream<Path> files = Files.list(prepared)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(
            file,
            folder.resolve(file.getFileName().toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void broken(TwoPrograms both) throws IOException {
    String good = both.read("e.yaml");
    both.write("value-in-clear.yaml", good.replaceFirst("(?m)^a: .*", "a: 1"));
    both.write("no-mac.yaml", MAC.matcher(good).replaceFirst(""));
    both.write("empty-mac.yaml", MAC.matcher(good).replaceFirst("    mac: \"\"\n"));
    both.write("foreign-mac.yaml", good.replaceFirst("lastmodified: \"2", "lastmodified: \"1"));
    both.write("wrong-mac.yaml", good.replaceFirst("(?m)^m:", "z_unencrypted: 5\nm:"));
    both.write("swapped.yaml", good.replaceFirst("(?m)^a: ", "other: "));
    both.write("no-keys.yaml", good.replaceFirst("(?s)    age:.*?(?=    lastmodified)", ""));
    both.write("no-time.yaml", good.replaceFirst("lastmodified: .*", "lastmodified: yesterday"));
    both.write("bad-key.yaml", good.replace("AGE ENCRYPTED", "AGX ENCRYPTED"));
    both.write("comment.yaml", "# nothing else\n");
    both.write("syntax.yaml", "a: [\n");
    both.write("twice.yaml", "a: 1\na: 2\n");
    both.write("list.yaml", "- a\n");
    both.write("text.yaml", "text\n");
    both.write("list.json", "[1]");
    both.write("number-key.yaml", "1: a\n");
    both.write("big.yaml", "a: 18446744073709551615\n");
    both.write("reserved.yaml", "sops: x\n");
    both.write("reserved.env", "sops_x=1\n");
    both.write("syntax.env", "no equals sign\n");
    both.write("syntax.ini", "[s\nk\n");
    both.write("cut.json", "{\"a\":");
    both.write("behind.json", "{\"a\":1} more");
    both.write("new.json", "5");
  }

  /** Words with {@code AGE} for {@code --age RECIPIENT}; {@code _} stands for a blank. */
  private static String[] words(String line) {
    return Arrays.stream(line.replace("AGE", "--age " + TwoPrograms.recipient()).split(" "))
        .map(word -> word.replace('_', ' ').replace('\'', '"'))
        .toArray(String[]::new);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "encrypt AGE @none.yaml|100",
        "decrypt @none.yaml|100",
        "encrypt AGE @folder|2",
        "decrypt @folder|2",
        "encrypt AGE @empty.yaml|92",
        "encrypt AGE @empty.json|2",
        "encrypt AGE @empty.env|0",
        "encrypt AGE @empty.ini|0",
        "encrypt AGE @empty.bin|0",
        "decrypt @empty.yaml|1",
        "decrypt @empty.env|1",
        "decrypt @empty.ini|1",
        "encrypt AGE @e.yaml|203",
        "encrypt AGE @e.json|203",
        "encrypt AGE @e.env|203",
        "encrypt AGE @e.ini|203",
        "encrypt AGE @e.bin|0",
        "encrypt AGE @reserved.yaml|203",
        "encrypt AGE @reserved.env|203",
        "encrypt AGE @syntax.yaml|2",
        "encrypt AGE @syntax.env|2",
        "encrypt AGE @syntax.ini|2",
        "encrypt AGE @twice.yaml|2",
        "encrypt AGE @list.yaml|2",
        "encrypt AGE @text.yaml|2",
        "encrypt AGE @list.json|2",
        "encrypt AGE @big.yaml|23",
        "encrypt --age age1xxx @p.yaml|1",
        "encrypt AGE -i --output @x @p.yaml|8",
        "encrypt AGE --encrypted-regex a --unencrypted-regex b @p.yaml|8",
        "encrypt AGE|8",
        "encrypt AGE --output @none/x @p.yaml|3",
        "encrypt AGE --output-type dotenv @p.yaml|4",
        "decrypt --output @none/x @e.yaml|3",
        "decrypt --output-type dotenv @e.yaml|4",
        "decrypt --output-type ini @e.yaml|4",
        "decrypt --output-type binary @e.yaml|4",
        "decrypt @p.yaml|1",
        "decrypt @p.json|1",
        "decrypt @p.env|1",
        "decrypt @p.ini|1",
        "decrypt @theirs.yaml|128",
        "decrypt --ignore-mac @theirs.yaml|128",
        "decrypt @value-in-clear.yaml|25",
        "decrypt @swapped.yaml|25",
        "decrypt --ignore-mac @swapped.yaml|25",
        "decrypt @no-mac.yaml|51",
        "decrypt @empty-mac.yaml|51",
        "decrypt @foreign-mac.yaml|51",
        "decrypt @wrong-mac.yaml|51",
        "decrypt --ignore-mac @no-mac.yaml|0",
        "decrypt --ignore-mac @foreign-mac.yaml|0",
        "decrypt --ignore-mac @wrong-mac.yaml|0",
        "decrypt @no-keys.yaml|1",
        "decrypt @no-time.yaml|1",
        "decrypt --extract ['zz'] @e.yaml|1",
        "decrypt --extract ['l'][5] @e.yaml|1",
        "decrypt --extract a.b @e.yaml|91",
        "decrypt --extract ['a' @e.yaml|91",
        "decrypt --extract ['n'] @e.yaml|0",
        "decrypt --extract ['e'] @e.yaml|0",
        "set @e.yaml ['a'] [1,2]|7",
        "set @e.yaml ['a'] {x|7",
        "set @e.yaml a 1|7",
        "set @e.yaml _ 1|7",
        "set @e.yaml ['a' 1|7",
        "set @e.yaml ['b']['x'] 1|0",
        "set @e.yaml ['sops'] 'x'|203",
        "set @p.yaml ['a'] 1|1",
        "set @theirs.yaml ['a'] 1|128",
        "set @no-mac.yaml ['a'] 1|51",
        "set @wrong-mac.yaml ['a'] 1|51",
        "set --ignore-mac @wrong-mac.yaml ['a'] 1|0",
        "set @swapped.yaml ['a'] 1|25",
        "set @e.env ['A'] {'x':1}|4",
        "set @e.ini ['k'] 'v'|4",
        "unset @e.yaml ['zz']|1",
        "unset @e.yaml ['l'][7]|1",
        "unset @e.yaml ['b']['x']|1",
        "unset @e.yaml zz|7",
        "unset --idempotent @e.yaml ['zz']|0",
        "unset @p.yaml ['a']|1",
        "unset @wrong-mac.yaml ['a']|51",
        "filestatus @e.yaml|0",
        "filestatus @p.yaml|0",
        "filestatus @empty.yaml|0"
      })
  void theSameMistakeHasTheSameCode(String line, int code) throws Exception {
    Tool.Ran theirs = both.sops(words(line));
    files();
    Tool.Ran ours = both.secretsync(words(line));
    assertThat(theirs.exit()).as("sops: %s", theirs.err()).isEqualTo(code);
    assertThat(ours.exit()).as("secretsync: %s", ours.err()).isEqualTo(code);
  }

  @ParameterizedTest(name = "{0}: {3}")
  @DisplayName("what differs on purpose, and why")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "set @none.yaml ['a'] 1|2|100|a missing file has one code, whatever the command",
        "unset @none.yaml ['a']|2|100|a missing file has one code, whatever the command",
        "filestatus @none.yaml|1|100|a missing file has one code, whatever the command",
        "set --value-file @e.yaml ['a'] @none|1|100|a missing file has one code",
        "decrypt @empty.json|1|2|what cannot be parsed is unreadable input, encrypted or not",
        "decrypt @p.bin|1|2|what cannot be parsed is unreadable input, encrypted or not",
        "filestatus @p.bin|1|2|what cannot be parsed is unreadable input, encrypted or not",
        "encrypt AGE @comment.yaml|2|92|a file of comments has no document either",
        "encrypt AGE @number-key.yaml|23|2|seen when the file is read, with its place",
        "encrypt AGE @cut.json|0|2|half a JSON file is a broken one",
        "encrypt AGE @behind.json|0|2|sops loses what stands behind the object",
        "encrypt @p.yaml|1|111|the code that sops has for it and does not use here",
        "encrypt AGE --output-type nope @p.yaml|0|8|sops silently takes another type",
        "encrypt AGE @p.yaml @p.json|0|8|sops leaves the second file alone with a warning",
        "decrypt @bad-key.yaml|128|25|somebody changed the key; another identity would not help",
        "decrypt --extract ['b']['x'] @e.yaml|2|1|sops crashes",
        "decrypt --extract ['l'][-1] @e.yaml|2|91|sops crashes",
        "set @e.yaml ['l']['x'] 1|2|1|sops crashes",
        "set @e.env ['sops_x'] '1'|0|203|sops could not read the file again",
        "frobnicate|1|64|there is no such command, nor flags of it",
        "set @e.yaml ['m'][0] 1|0|1|sops would put a list into the place of the mapping",
        "set @e.yaml ['o']|100|8|a missing argument is a mistake of usage",
        "unset @e.yaml|100|8|a missing argument is a mistake of usage",
        "decrypt --nope @e.yaml|1|64|flags are checked before any command, with one code"
      })
  void differencesAreDeliberate(String line, int sops, int secretsync, String why)
      throws Exception {
    Tool.Ran theirs = both.sops(words(line));
    files();
    Tool.Ran ours = both.secretsync(words(line));
    assertThat(theirs.exit()).as("sops: %s", theirs.err()).isEqualTo(sops);
    assertThat(ours.exit()).as("%s: %s", why, ours.err()).isEqualTo(secretsync);
    assertThat(ours.err()).contains("error SSY");
  }
}
