package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.secretsync.model.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of C2SP/CCTV, one test each and none left out (formats.md 2.7). They are read from
 * the folder that {@code -Dage.vectors} names, or from beside the repository.
 */
@DisplayName("formats.md 2.7: the vectors of C2SP/CCTV")
class AgeVectorsTest {
  private static final String PROPERTY = "age.vectors";

  /** The repository as tests see it; a relative folder is meant from there. */
  private static final Path ROOT = Path.of("..");

  private static final Path BESIDE_THE_REPOSITORY = ROOT.resolve("../shared/vectors/age");
  private static final String SUCCESS = "success";
  private static final String HEADER_FAILURE = "header failure";
  private static final String ARMOR_FAILURE = "armor failure";
  private static final String PAYLOAD_FAILURE = "payload failure";

  /** What came of a file, and what a program that streams would have released of it. */
  private record Run(String verdict, Optional<String> released) {}

  @TestFactory
  @DisplayName("each opens or fails as it says, and releases what it says")
  Stream<DynamicTest> vectorsOpenOrFailAsTheySay() throws IOException {
    return vectors().map(vector -> dynamicTest(vector.name, () -> check(vector)));
  }

  @TestFactory
  @DisplayName("what can be read is written again byte by byte")
  Stream<DynamicTest> vectorsAreWrittenAgain() throws IOException {
    return vectors().map(vector -> dynamicTest(vector.name, () -> writeAgain(vector)));
  }

  private static Stream<Vector> vectors() throws IOException {
    String named = System.getProperty(PROPERTY);
    Path folder = named == null ? BESIDE_THE_REPOSITORY : ROOT.resolve(named);
    if (named == null && !"true".equals(System.getenv("CI"))) {
      assumeThat(Files.isDirectory(folder))
          .as("no age vectors here; name their folder with -D" + PROPERTY)
          .isTrue();
    }
    List<Vector> vectors = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        vectors.add(Vector.read(file));
      }
    }
    assertThat(vectors).as("vectors in %s", folder).isNotEmpty();
    return vectors.stream();
  }

  private static void check(Vector vector) throws IOException {
    List<SecretBytes> passphrases = vector.passphrases.stream().map(SecretBytes::ofUtf8).toList();
    List<AgeIdentity> identities = new ArrayList<>();
    vector.identities.forEach(line -> identities.add(AgeIdentity.parse(line).orElseThrow()));
    passphrases.forEach(p -> identities.add(ScryptIdentity.withHighLimit(p).orElseThrow()));
    Run run = run(vector, identities);
    assertThat(run.verdict).isEqualTo(vector.expect);
    assertThat(run.released.orElse("")).isEqualTo(vector.payload);
    AgeOpening opening =
        vector.armored
            ? AgeFile.openArmored(vector.text(), identities)
            : AgeFile.open(vector.file(), identities);
    assertThat(verdict(opening)).isEqualTo(vector.expect);
    if (opening instanceof AgeOpening.Opened(SecretBytes payload)) {
      assertThat(payload.<String>reveal(AgeVectorsTest::sha256)).isEqualTo(vector.payload);
    }
  }

  private static Run run(Vector vector, List<AgeIdentity> identities) throws IOException {
    byte[] bytes = vector.file();
    try (KeyMemory memory = new KeyMemory()) {
      byte[] file = vector.armored ? Armor.decode(vector.text()) : bytes;
      Optional<Payload> payload = AgeFile.payload(file, identities, memory);
      return payload.map(p -> run(p, memory)).orElse(new Run("no match", Optional.empty()));
    } catch (DamagedAgeFile e) {
      return new Run(verdict(new AgeOpening.Damaged(e.part())), Optional.empty());
    }
  }

  private static Run run(Payload payload, KeyMemory memory) {
    String verdict = SUCCESS;
    try {
      payload.decrypt();
    } catch (DamagedAgeFile e) {
      verdict = verdict(new AgeOpening.Damaged(e.part()));
    }
    return new Run(verdict, Optional.of(sha256(payload.authenticated(memory))));
  }

  private static void writeAgain(Vector vector) throws IOException {
    if (vector.expect.equals(ARMOR_FAILURE)) {
      return; // there is no one file that it could be the text of
    }
    if (vector.armored) {
      String text = vector.text().replace("\r\n", "\n").strip();
      assertThat(Armor.encode(Armor.decode(vector.text())).strip()).isEqualTo(text);
    }
    if (vector.expect.equals(HEADER_FAILURE)) {
      return; // the header is malformed, or it is followed by no payload at all
    }
    byte[] file = vector.armored ? Armor.decode(vector.text()) : vector.file();
    Header header = Header.parse(file);
    byte[] headerBytes = Arrays.copyOf(file, header.size());
    assertThat(header.write()).isEqualTo(headerBytes);
    if (vector.expect.equals(SUCCESS)) {
      assertThat(Header.write(header.stanzas(), vector.fileKey())).isEqualTo(headerBytes);
      writePayloadAgain(vector, file, header.size());
    }
  }

  private static void writePayloadAgain(Vector vector, byte[] file, int from) {
    try (KeyMemory memory = new KeyMemory()) {
      byte[] plaintext = Payload.at(vector.fileKey(), file, from, memory).decrypt();
      assertThat(sha256(plaintext)).isEqualTo(vector.payload);
      byte[] again = Arrays.copyOf(file, from + Payload.encryptedSize(plaintext.length));
      Arrays.fill(again, from, again.length, (byte) 0);
      byte[] salt = Arrays.copyOfRange(file, from, from + Payload.SALT_SIZE);
      Payload.encrypt(vector.fileKey(), salt, plaintext, again, from);
      assertThat(Arrays.equals(again, file)).isTrue();
    }
  }

  private static String verdict(AgeOpening opening) {
    return switch (opening) {
      case AgeOpening.Opened _ -> SUCCESS;
      case AgeOpening.NoMatch _ -> "no match";
      case AgeOpening.TooCostly _ -> HEADER_FAILURE;
      case AgeOpening.Damaged(AgeOpening.Part part) ->
          switch (part) {
            case ARMOR -> ARMOR_FAILURE;
            case HEADER -> HEADER_FAILURE;
            case HEADER_MAC -> "HMAC failure";
            case PAYLOAD -> PAYLOAD_FAILURE;
          };
    };
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Primitives.sha256(bytes));
  }
}
