package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.provider.MethodSource;

/** Key files may be anything, and so may what a plugin says. */
@DisplayName("formats.md 2.5, 2.6: hostile input ends in a typed outcome")
class KeySourcesFuzzTest {
  private static final Path KEYS = Path.of("../test-fixtures/crypt/ssh");

  static Stream<byte[]> keys() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(KEYS)) {
      for (Path file : all.sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files.stream();
  }

  static Stream<byte[]> stanzas() {
    return Stream.of(
            "-> done\n\n",
            "-> file-key 0\nAAAAAAAAAAAAAAAAAAAAAA\n",
            "-> recipient-stanza 0 x y\n" + "A".repeat(64) + "\n\n-> done\n\n",
            "-> confirm WWVz Tm8\nQQ\n",
            "->  \n\n",
            "-> x\nQQ==\n")
        .map(text -> text.getBytes(StandardCharsets.US_ASCII));
  }

  static Stream<byte[]> names() {
    return Stream.of(FakePlugin.IDENTITY, FakePlugin.RECIPIENT, "age1tag1qqq", "AGE-PLUGIN--1QQ")
        .map(text -> text.getBytes(StandardCharsets.US_ASCII));
  }

  @FuzzTest
  @MethodSource("keys")
  void keyFilesAreReadOrNot(byte[] file) {
    assertThat(SshKeyFile.read(file)).isNotNull();
    assertThat(SshTag.of(file)).isNotNull();
    assertThat(SshTag.ofAuthorizedKey(new String(file, StandardCharsets.ISO_8859_1))).isNotNull();
  }

  @FuzzTest
  @MethodSource("stanzas")
  void stanzasAreSaidAsTheyWereHeard(byte[] bytes) {
    KeyMemory memory = new KeyMemory();
    try (memory) {
      ByteArrayOutputStream again = new ByteArrayOutputStream();
      StanzaPipe pipe = new StanzaPipe(new ByteArrayInputStream(bytes), again, memory);
      StanzaPipe.Said said = pipe.hear();
      List<String> words = new ArrayList<>(List.of(said.type()));
      words.addAll(said.arguments());
      pipe.say(said.body(), words);
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
          .startsWith(again.toString(StandardCharsets.ISO_8859_1));
    } catch (IOException malformed) {
      assertThat(malformed).hasMessage("a plugin said no stanza").hasNoCause();
    }
    assertThat(memory.isErased()).isTrue();
  }

  @FuzzTest
  @MethodSource("names")
  void namesOfPluginsAreNeverPaths(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    Optional<PluginName> identity = PluginName.ofIdentity(text);
    Optional<PluginName> recipient = PluginName.ofRecipient(text);
    Stream.of(identity, recipient)
        .flatMap(Optional::stream)
        .forEach(name -> assertThat(name.program()).matches("age-plugin-[A-Za-z0-9+._-]{1,64}"));
    identity.ifPresent(
        name -> assertThat(name.text()).isEqualTo(name.text().toLowerCase(Locale.ROOT)));
  }
}
