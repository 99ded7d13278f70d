package dev.secretsync.crypt.age;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The vectors of C2SP/CCTV, one test each (formats.md 2.7). They are read from the folder that
 * {@code -Dage.vectors} names, or from beside the repository.
 */
class AgeVectorsTest {
  private static final String PROPERTY = "age.vectors";
  private static final Path BESIDE_THE_REPOSITORY = Path.of("../../shared/vectors/age");

  /** Vectors that only identities of later versions open: passphrases, and post-quantum keys. */
  private static final int PASSPHRASE_VECTORS = 19;

  private static final int POST_QUANTUM_VECTORS = 14;
  private static final int ALL_VECTORS = 102;

  private static List<Vector> vectors() throws IOException {
    String named = System.getProperty(PROPERTY);
    Path folder = named == null ? BESIDE_THE_REPOSITORY : Path.of(named);
    assumeThat(named != null || Files.isDirectory(folder))
        .as("no age vectors here; name their folder with -D" + PROPERTY)
        .isTrue();
    List<Vector> vectors = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        vectors.add(Vector.read(file));
      }
    }
    assertThat(vectors).as("vectors in the folder that -D%s names", PROPERTY).isNotEmpty();
    return vectors;
  }

  private static boolean isPostQuantum(Vector vector) {
    return vector.identities.stream()
        .anyMatch(i -> i.startsWith(AgeIdentity.Kind.POST_QUANTUM.prefix()));
  }

  @Test
  @DisplayName("every vector is run or left out by a rule, and their numbers are known")
  void vectorsAreLeftOutByTheKindOfIdentityOnly() throws IOException {
    List<Vector> vectors = vectors();
    assertThat(vectors).hasSize(ALL_VECTORS);
    assertThat(vectors.stream().filter(v -> v.needsPassphrase)).hasSize(PASSPHRASE_VECTORS);
    assertThat(vectors.stream().filter(AgeVectorsTest::isPostQuantum))
        .hasSize(POST_QUANTUM_VECTORS)
        .noneMatch(v -> v.needsPassphrase);
  }

  @TestFactory
  @DisplayName("formats.md 2.7: vectors of X25519 identities and of armor")
  Stream<DynamicTest> vectorsOpenOrFailAsTheySay() throws IOException {
    return vectors().stream()
        .filter(v -> !v.needsPassphrase && !isPostQuantum(v))
        .map(v -> dynamicTest(v.name, () -> check(v)));
  }

  private static void check(Vector vector) throws IOException {
    List<AgeIdentity> identities =
        vector.identities.stream().map(i -> AgeIdentity.parse(i).orElseThrow()).toList();
    AgeOpening opening =
        vector.armored
            ? AgeFile.openArmored(
                new String(vector.file(), StandardCharsets.ISO_8859_1), identities)
            : AgeFile.open(vector.file(), identities);
    assertThat(verdict(opening)).isEqualTo(vector.expect);
    if (opening instanceof AgeOpening.Opened(var payload)) {
      assertThat(payload.<String>reveal(AgeVectorsTest::sha256)).isEqualTo(vector.payload);
    }
  }

  private static String verdict(AgeOpening opening) {
    return switch (opening) {
      case AgeOpening.Opened _ -> "success";
      case AgeOpening.NoMatch _ -> "no match";
      case AgeOpening.Damaged(AgeOpening.Part part) ->
          switch (part) {
            case ARMOR -> "armor failure";
            case HEADER -> "header failure";
            case HEADER_MAC -> "HMAC failure";
            case PAYLOAD -> "payload failure";
          };
    };
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
