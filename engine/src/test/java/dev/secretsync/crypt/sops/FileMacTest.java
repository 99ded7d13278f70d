package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.TestRing;
import dev.secretsync.crypt.age.KeyMemory;
import dev.secretsync.document.Document;
import dev.secretsync.document.Node;
import dev.secretsync.document.ScalarValue;
import dev.secretsync.document.YamlReader;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileMacTest {
  private static final Selection NOTHING = new Selection.Suffix("_none", true);
  private static final Path CASES = Path.of("../test-fixtures/crypt/sops");

  private static String mac(String text) {
    Structure structure = new Structure(new Problems());
    Document document = YamlReader.read("f", text, new Problems()).getFirst();
    Walk.over((Node.Mapping) document.root(), 0, NOTHING, structure);
    FileMac mac = new FileMac(false);
    for (Leaf leaf : structure.leaves()) {
      ScalarValue value = ((Leaf.Plain) leaf).value();
      LeafBytes.ofPlain(value).ifPresent(mac::addPlain);
    }
    return mac.hex();
  }

  @Test
  @DisplayName("formats.md 1.6: the MAC vectors that real sops made")
  void macsAreThoseOfRealSops() {
    assertThat(mac("a: x\n")).startsWith("A4ABD444").endsWith("AFE62").hasSize(128);
    assertThat(
            mac(
                """
                a: x
                b: 5
                c: [true, 1.5, null, ""]
                d: {e: 2024-01-01, f_unencrypted: plain}
                """))
        .isEqualTo(
            "A8123F86A4F94767992C53E8A5667C3AB16F4253E3F346D335CE3D2856A1C0A7"
                + "DBC2D8C0EF524FA24ABF74C608A8D127B4C7DECCB579EA788E21DA4659BE5A4C");
  }

  @Test
  @DisplayName(
      "formats.md 1.6: the vector of mac_only_encrypted, which leaves out what is in clear")
  void theOtherKindOfMacStartsDifferently() {
    FileMac mac = new FileMac(true);
    mac.addPlain("not counted".getBytes(StandardCharsets.UTF_8));
    mac.addEncrypted("x".getBytes(StandardCharsets.UTF_8));
    assertThat(mac.hex())
        .isEqualTo(
            "F2FCD883120AC9CC76A0079910AFF53A3F3A4AFB78C110FB8C8B361E38777DE7"
                + "22FABB66A132749D5C71138D4B1E3BFDF7CAD284A785AF59ABA5109BDDD799A0");
  }

  @ParameterizedTest
  @DisplayName("X1: mac_only_encrypted cannot be flipped without the MAC telling")
  @CsvSource({"mac-only-encrypted, Opened", "mac-only-encrypted-set, Damaged"})
  void macOnlyEncryptedIsBoundByTheMac(String folder, String expected) throws IOException {
    Problems problems = new Problems();
    String text = Files.readString(CASES.resolve(folder).resolve("secret.yaml"));
    SopsFile file =
        SopsFile.parse("f", YamlReader.read("f", text, problems), problems).orElseThrow();
    assertThat(file.leavesPlainValuesOpen()).isTrue();
    Opening opening = file.open(TestRing.owner());
    assertThat(opening.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(opening.problems())
        .extracting(Diagnostic::code)
        .allMatch(code -> code == Code.MAC_MISMATCH);
  }

  @ParameterizedTest
  @DisplayName("formats.md 1.4: floats as Go writes them")
  @CsvSource({
    "5.0, 5",
    "1.5, 1.5",
    "-0.0, -0",
    "0.0, 0",
    "1e21, 1000000000000000000000",
    "1e-7, 0.0000001",
    "123456789.125, 123456789.125",
    "1e6, 1000000",
    "0.1, 0.1",
    "2e-3, 0.002",
    "9007199254740993, 9007199254740992",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "NaN, NaN",
  })
  void floatsAreSpelledAsGoSpellsThem(String value, String expected) {
    assertThat(GoFloat.format(Double.parseDouble(value))).isEqualTo(expected);
  }

  @Test
  @DisplayName("formats.md 1.4: the smallest subnormals have one digit in Go and two in Java")
  void subnormalsHaveTheFewestDigits() {
    assertThat(GoFloat.format(Double.MIN_VALUE)).hasSize(326).endsWith("05");
    assertThat(GoFloat.format(2 * Double.MIN_VALUE)).hasSize(325).endsWith("01");
    assertThat(GoFloat.format(3 * Double.MIN_VALUE)).endsWith("015");
    assertThat(GoFloat.format(-Double.MIN_VALUE)).startsWith("-0.000").endsWith("05");
    assertThat(GoFloat.format(Double.MIN_NORMAL)).endsWith("22250738585072014");
    assertThat(GoFloat.format(Double.MAX_VALUE)).startsWith("17976931348623157000").hasSize(309);
  }

  @ParameterizedTest
  @DisplayName("formats.md 1.4: decrypted plaintexts are parsed and spelled again, or refused")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "INT   | 42      | 42",
        "INT   | +5      | 5",
        "INT   | 007     | 7",
        "INT   | 9223372036854775808 | none",
        "INT   | 0x1F    | none",
        "INT   | 4_2     | none",
        "FLOAT | 1e3     | 1000",
        "FLOAT | 5       | 5",
        "FLOAT | +Inf    | +Inf",
        "FLOAT | NaN     | NaN",
        "FLOAT | 1e999   | none",
        "FLOAT | 1_0     | none",
        "FLOAT | 1d      | none",
        "BOOL  | True    | True",
        "BOOL  | 1       | True",
        "BOOL  | f       | False",
        "BOOL  | yes     | none",
        "TIME  | 2006-01-02T15:04:05.120+07:06 | 2006-01-02T15:04:05.12+07:06",
        "TIME  | 2006-01-02T15:04:05-00:00     | 2006-01-02T15:04:05Z",
        "TIME  | 2006-01-02t15:04:05Z          | none",
        "TIME  | 2006-01-02 15:04:05Z          | none",
        "TIME  | 2006-01-02T15:04:05           | none",
        "TIME  | 2006-02-30T15:04:05Z          | none",
        "TIME  | 2006-01-02T24:00:00Z          | none",
        "STR   | True    | True",
        "BYTES | True    | True",
      })
  void plaintextsAreParsedAsTheirTypeSays(
      LeafType type, String plaintext, @Nullable String expected) {
    try (KeyMemory memory = new KeyMemory()) {
      assertThat(
              LeafBytes.ofDecrypted(type, plaintext.getBytes(StandardCharsets.UTF_8), memory)
                  .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                  .orElse(null))
          .isEqualTo(expected);
    }
  }
}
