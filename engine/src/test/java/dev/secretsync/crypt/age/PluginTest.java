package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("formats.md 2.6: plugins")
class PluginTest {
  private static final SecretBytes PAYLOAD = SecretBytes.ofUtf8("CANARY-PAYLOAD");
  private final Problems problems = new Problems();
  @TempDir private Path folder;

  private Plugins allowed(FakePlugin plugin) {
    return allowed(plugin, Passphrases.none());
  }

  private Plugins allowed(FakePlugin plugin, Passphrases passphrases) {
    return Plugins.of(Set.of("fake"), plugin.env(), passphrases, problems::add);
  }

  private static byte[] encrypt(Plugins plugins, AgeRecipient... others) {
    AgeRecipient recipient = AgeRecipient.parse(FakePlugin.RECIPIENT, plugins).orElseThrow();
    List<AgeRecipient> all = new java.util.ArrayList<>(List.of(others));
    all.add(recipient);
    return AgeFile.encrypt(PAYLOAD, all);
  }

  private static AgeOpening open(byte[] file, Plugins plugins) {
    return AgeFile.open(
        file, List.of(AgeIdentity.parse(FakePlugin.IDENTITY, plugins).orElseThrow()));
  }

  @Test
  @DisplayName("S5: nothing secret is in its arguments or its environment")
  void whatItWrapsItUnwraps() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    byte[] file = encrypt(allowed(plugin));
    assertThat(open(file, allowed(plugin))).isEqualTo(new AgeOpening.Opened(PAYLOAD));
    assertThat(plugin.argv()).isEqualTo("--age-plugin=recipient-v1\n--age-plugin=identity-v1\n");
    assertThat(plugin.environ()).contains("PATH=").doesNotContain("CANARY", "SOPS_", "SECRETSYNC_");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("X9: a recipient age1evil1... of a file starts no program")
  void aRecipientThatIsNotAllowedStartsNoProgram() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    Plugins others = Plugins.of(Set.of("other"), plugin.env(), Passphrases.none(), problems::add);
    assertThatThrownBy(() -> encrypt(others))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused ->
                assertThat(refused.diagnostics())
                    .extracting(Diagnostic::code, Diagnostic::subject)
                    .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                            Code.PLUGIN_NOT_ALLOWED, "age-plugin-fake")));
    assertThatThrownBy(() -> encrypt(Plugins.none())).isInstanceOf(RefusedException.class);
    assertThat(plugin.wasStarted()).isFalse();
  }

  @Test
  @DisplayName("X9: an identity of a plugin that is not allowed starts no program")
  void anIdentityThatIsNotAllowedStartsNoProgram() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    byte[] file = encrypt(allowed(plugin));
    Files.delete(folder.resolve("argv"));
    Plugins others = Plugins.of(Set.of(), plugin.env(), Passphrases.none(), problems::add);
    assertThat(open(file, others)).isInstanceOf(AgeOpening.NoMatch.class);
    assertThat(plugin.wasStarted()).isFalse();
    assertThat(problems.all())
        .extracting(Diagnostic::code)
        .containsExactly(Code.PLUGIN_NOT_ALLOWED);
  }

  @Test
  void aFileThatAnotherIdentityOpensStartsNoProgram() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    byte[] file =
        AgeFile.encrypt(
            PAYLOAD, List.of(AgeRecipient.parse(TestKeys.OWNER_RECIPIENT).orElseThrow()));
    List<AgeIdentity> ring =
        List.of(
            AgeIdentity.parse(FakePlugin.IDENTITY, allowed(plugin)).orElseThrow(),
            AgeIdentity.parse(TestKeys.OWNER).orElseThrow());
    assertThat(AgeFile.open(file, ring)).isInstanceOf(AgeOpening.Opened.class);
    assertThat(plugin.wasStarted()).isFalse();
  }

  @Test
  void aPluginThatKnowsNoneOfTheStanzasIsNoMatch() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    byte[] file =
        AgeFile.encrypt(
            PAYLOAD, List.of(AgeRecipient.parse(TestKeys.OWNER_RECIPIENT).orElseThrow()));
    assertThat(open(file, allowed(plugin))).isInstanceOf(AgeOpening.NoMatch.class);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  @DisplayName("what a plugin says besides is answered: fail, unsupported, or the secret")
  void otherCommandsAreAnswered() throws IOException {
    String talk =
        """
        note() { hear; printf '%s|%s\\n' "$head" "$body" >> "$dir/heard"; }
        say '-> grease-x 1 2' 'AAAA'; note
        say '-> msg' 'Q0FOQVJZ'; note
        say '-> confirm WWVz Tm8' 'Q0FOQVJZ'; note
        say '-> request-public' 'Q0FOQVJZ'; note
        say '-> request-secret' 'Q0FOQVJZ'; note
        """;
    FakePlugin plugin = FakePlugin.in(folder, talk + FakePlugin.ANSWER);
    Passphrases passphrases =
        what -> {
          assertThat(what).isEqualTo("the secret that age-plugin-fake asks for");
          return Optional.of(SecretBytes.ofUtf8("PIN"));
        };
    encrypt(allowed(plugin, passphrases));
    encrypt(allowed(plugin));
    assertThat(Files.readAllLines(folder.resolve("heard")))
        .containsExactly(
            "-> unsupported|",
            "-> fail|",
            "-> fail|",
            "-> fail|",
            "-> ok|UElO",
            "-> unsupported|",
            "-> fail|",
            "-> fail|",
            "-> fail|",
            "-> fail|");
  }

  @ParameterizedTest
  @DisplayName("S2: a plugin that fails is named, and its words are not shown")
  @CsvSource(
      delimiter = '|',
      value = {
        "say '-> error internal' Q0FOQVJZ; hear                        | reported an error",
        "say '-> done' ''                                              | wrapped nothing",
        "exit 1                                                        | failed",
        "echo CANARY                                                   | failed",
        "say '-> recipient-stanza 0 fake' 'Q0FOQVJZ='                  | failed",
        "say '-> recipient-stanza 0 fake' 'Q0FOQVJ='                   | failed",
        "say '-> recipient-stanza  fake' ''                            | failed",
        "say '-> recipient-stanza 1 fake' ''                        | gave a malformed stanza",
        "say '-> recipient-stanza 0' ''                             | gave a malformed stanza",
        "say '-> labels a' ''; hear; say '-> labels a' '' ; hear    | gave its labels twice",
        "while echo CANARYCANARYCANARYCANARY; do :; done               | failed",
        "printf '%s' '-> '; while printf CANARYCANARYCANARYCANARY; do :; done | failed",
      })
  void failuresAreNamed(String answer, String why) throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, answer + "\n");
    assertThatThrownBy(() -> encrypt(allowed(plugin)))
        .hasMessage("age-plugin-fake: " + why)
        .hasMessageNotContaining("CANARY")
        .hasNoCause();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "say '-> error internal' Q0FOQVJZ; hear                        | reported an error",
        "exit 1                                                        | failed",
        "say '-> file-key 0' ''; hear; say '-> done' ''                | gave a malformed file key",
        "say '-> file-key 1' AAAAAAAAAAAAAAAAAAAAAA                    | gave a malformed file key",
        "say '-> file-key 0' AAAAAAAAAAAAAAAAAAAAAA; hear; say '-> file-key 0'"
            + " AAAAAAAAAAAAAAAAAAAAAA                                 | gave a malformed file key",
      })
  void failuresWhileOpeningAreWarningsAndNoMatch(String answer, String why) throws IOException {
    byte[] file = encrypt(allowed(FakePlugin.in(folder, FakePlugin.ANSWER)));
    FakePlugin bad = FakePlugin.in(folder, answer + "\n");
    assertThat(open(file, allowed(bad))).isInstanceOf(AgeOpening.NoMatch.class);
    assertThat(problems.all()).extracting(Diagnostic::summary).containsExactly(why);
    assertThat(problems.hasErrors()).isFalse();
  }

  @Test
  void aWrongFileKeyIsNoticed() throws IOException {
    byte[] file = encrypt(allowed(FakePlugin.in(folder, FakePlugin.ANSWER)));
    FakePlugin bad =
        FakePlugin.in(
            folder, "say '-> file-key 0' AAAAAAAAAAAAAAAAAAAAAA; hear; say '-> done' ''\n");
    assertThat(open(file, allowed(bad)))
        .isEqualTo(new AgeOpening.Damaged(AgeOpening.Part.HEADER_MAC));
  }

  @Test
  void aPluginThatHangsIsEndedWithWhatItStarted() throws Exception {
    FakePlugin plugin = FakePlugin.in(folder, "echo $$ > \"$dir/pid\"; cat; say '-> done' ''\n");
    Plugins impatient = allowed(plugin).within(Duration.ofMillis(500));
    assertThatThrownBy(() -> encrypt(impatient))
        .hasMessage("age-plugin-fake: took too long, and was ended");
    long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(30, java.util.concurrent.TimeUnit.SECONDS);
    }
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  @DisplayName("2.6: a plugin is looked for in absolute folders of PATH, not in the current one")
  void folderOfPathThatAreRelativeDoNotCount() throws IOException {
    FakePlugin plugin = FakePlugin.in(folder, FakePlugin.ANSWER);
    Path relative = Path.of("").toAbsolutePath().relativize(plugin.folder().toAbsolutePath());
    assertThat(relative.resolve("age-plugin-fake")).isExecutable();
    for (String path : List.of(relative.toString(), "", ".", "a\0b", "/nonexistent")) {
      Plugins plugins =
          Plugins.of(Set.of("fake"), Map.of("PATH", path), Passphrases.none(), problems::add);
      assertThatThrownBy(() -> encrypt(plugins))
          .hasMessage("age-plugin-fake: is in no folder of PATH");
    }
    assertThat(plugin.wasStarted()).isFalse();
  }

  @Test
  @DisplayName("2.3: labels of a plugin decide with whom it may stand")
  void labelsMustBeThoseOfTheOthers() throws IOException {
    AgeRecipient classic = AgeRecipient.parse(TestKeys.OWNER_RECIPIENT).orElseThrow();
    AgeRecipient hybrid = HybridIdentity.generate().publicHalf().orElseThrow();
    FakePlugin plain = FakePlugin.in(folder, FakePlugin.ANSWER);
    assertThat(open(encrypt(allowed(plain), classic), allowed(plain)))
        .isInstanceOf(AgeOpening.Opened.class);
    assertThatThrownBy(() -> encrypt(allowed(plain), hybrid)).isInstanceOf(RefusedException.class);
    FakePlugin postQuantum =
        FakePlugin.in(folder, "say '-> labels postquantum' ''; hear\n" + FakePlugin.ANSWER);
    assertThat(open(encrypt(allowed(postQuantum), hybrid), allowed(postQuantum)))
        .isInstanceOf(AgeOpening.Opened.class);
    assertThatThrownBy(() -> encrypt(allowed(postQuantum), classic))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"age1fake", "age1tag", "age1tagpq", "age1a.b+c-d_E"})
  void recipientsNameTheirPlugin(String prefix) {
    String text = Bech32.encode(prefix.toLowerCase(java.util.Locale.ROOT), new byte[] {1});
    assertThat(AgeRecipient.parse(text))
        .get()
        .isInstanceOfSatisfying(
            PluginRecipient.class,
            recipient -> {
              assertThat("age1" + recipient.plugin()).isEqualToIgnoringCase(prefix);
              assertThat(recipient.text()).isEqualTo(text);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"age1pq", "age1", "age1../x", "age1a/b", "age1a b", "agefake", "xage1a"})
  void otherPrefixesAreNoRecipients(String prefix) {
    assertThat(AgeRecipient.parse(Bech32.encode(prefix, new byte[] {1}))).isEmpty();
  }

  @Test
  void identitiesNameTheirPluginAndShowNothingElse() {
    AgeIdentity identity = AgeIdentity.parse(FakePlugin.IDENTITY).orElseThrow();
    assertThat(((PluginIdentity) identity).plugin()).isEqualTo("fake");
    assertThat(identity.toString()).isEqualTo("identity of age-plugin-fake");
    assertThat(AgeIdentity.parse(FakePlugin.IDENTITY + "Q")).isEmpty();
    assertThat(AgeIdentity.parse("AGE-PLUGIN-FAKE-1QQQ")).isEmpty();
    assertThat(AgeIdentity.parse("AGE-PLUGIN-1QQQ")).isEmpty();
    assertThat(AgeIdentity.parse("AGE-PLUGIN-")).isEmpty();
  }
}
