package dev.secretsync.saved;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.secretsync.crypt.ed25519.SigningKey;
import dev.secretsync.crypt.ed25519.TestSigningKeys;
import dev.secretsync.crypt.ed25519.VerifyingKeys;
import dev.secretsync.files.WholeFile;
import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.ExitCode;
import dev.secretsync.model.Problems;
import dev.secretsync.model.RefusedException;
import dev.secretsync.plan.Plan;
import dev.secretsync.report.ReportSamples;
import dev.secretsync.report.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("K9: files of saved plans, and their signatures")
@Tag("K9")
class PlanFileTest {
  private static final String VERSION = "0.1.0";
  private static final RunInfo RUN = new RunInfo(VERSION, Instant.parse("2026-11-21T12:00:00Z"));

  @TempDir Path folder;

  @Test
  void aPlanIsForItsOwnerAndReplacesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "something older");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    write(file, TestPlans.everything(), Optional.empty());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PlanFile.read(file, VERSION).plan()).isEqualTo(TestPlans.everything());
    assertThat(PlanFile.read(file, VERSION).signer()).isEmpty();
    assertOnlyFile(file);
  }

  @Test
  void aLinkIsReplacedAndNotFollowed() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "of somebody");
    Path link = Files.createSymbolicLink(folder.resolve("plan.json"), elsewhere);
    assertRefused(Code.OUTPUT_FILE, () -> write(link, TestPlans.small(), Optional.empty()));
    assertThat(elsewhere).hasContent("of somebody");
  }

  @DisplayName("what cannot be written leaves what was there, and nothing half")
  @Test
  void nothingHalfIsLeft() throws IOException {
    Path nowhere = folder.resolve("nowhere").resolve("plan.json");
    assertRefused(Code.OUTPUT_FILE, () -> write(nowhere, TestPlans.small(), Optional.empty()));
    Path taken = Files.createDirectories(folder.resolve("plan.json").resolve("full"));
    assertRefused(
        Code.OUTPUT_FILE,
        () -> write(folder.resolve("plan.json"), TestPlans.small(), Optional.empty()));
    assertThat(taken).exists();
    assertOnlyFile(folder.resolve("plan.json"));
    assertThat(Code.OUTPUT_FILE.exitCode()).isEqualTo(ExitCode.ERROR);
  }

  @Test
  void whatIsNoFileOfAPlanSaysSo() throws IOException {
    assertRefused(Code.PLAN_FILE, () -> PlanFile.read(folder, VERSION));
    assertRefused(Code.PLAN_FILE, () -> PlanFile.read(folder.resolve("none"), VERSION));
    Path text = Files.writeString(folder.resolve("text"), "visibly-fake");
    assertRefused(Code.PLAN_FILE, () -> PlanFile.read(text, VERSION));
  }

  @Test
  void aSignedPlanIsReadWithAndWithoutAKey() throws IOException {
    Path file = signed(TestPlans.everything());
    SavedPlan unverified = PlanFile.read(file, VERSION);
    assertThat(unverified.plan()).isEqualTo(TestPlans.everything());
    assertThat(unverified.verified()).isFalse();
    SavedPlan verified = PlanFile.read(file, keys(), VERSION);
    assertThat(verified.plan()).isEqualTo(TestPlans.everything());
    assertThat(verified.verified()).isTrue();
    assertThat(verified.signer()).contains(keys().keys().getFirst().fingerprint());
  }

  @DisplayName("a signed plan of which the envelope is written in many pieces is one base64 text")
  @Test
  void aLargeSignedPlanIsReadAsItWasWritten() throws IOException {
    Plan large = ReportSamples.large(4, 100);
    Path file = signed(large);
    assertThat(PlanFile.read(file, keys(), VERSION).plan()).isEqualTo(large);
    assertThat(Files.readString(file))
        .contains(Base64.getEncoder().encodeToString(ReadBack.document(large)));
  }

  @DisplayName("a plan that is too large leaves what was there, and nothing half")
  @Test
  void whatIsTooLargeLeavesWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "something older");
    WholeFile.Content twice =
        out -> {
          out.write("visibly-".getBytes(UTF_8));
          out.write("fake".getBytes(UTF_8));
        };
    assertThatExceptionOfType(Bounded.Exceeded.class)
        .isThrownBy(
            () -> WholeFile.write(file, Bounded.by(11, twice), Optional.of(WholeFile.OWNER_ONLY)));
    assertThat(file).hasContent("something older");
    assertOnlyFile(file);
    WholeFile.write(file, Bounded.by(12, twice), Optional.of(WholeFile.OWNER_ONLY));
    assertThat(file).hasContent("visibly-fake");
  }

  @Test
  void theEnvelopeIsThatOfDsse() throws IOException {
    String text = Files.readString(signed(TestPlans.small()));
    String payload = Base64.getEncoder().encodeToString(ReadBack.document(TestPlans.small()));
    assertThat(text)
        .startsWith(
            "{\"payloadType\":\"application/vnd.secretsync.plan+json\",\"payload\":\""
                + payload
                + "\",\"signatures\":[{\"keyid\":\"SHA256:")
        .endsWith("\"}]}\n");
    // the example of the DSSE specification has this form, with another type
    assertThat(new String(Envelope.authenticated("hello world".getBytes(UTF_8)), UTF_8))
        .isEqualTo("DSSEv1 36 application/vnd.secretsync.plan+json 11 hello world");
  }

  @DisplayName("X6: one flipped byte anywhere in a signed plan is refused, exit 4")
  @Tag("X6")
  @Test
  void everyFlippedByteIsRefused() throws IOException {
    byte[] envelope = Files.readAllBytes(signed(TestPlans.small()));
    VerifyingKeys keys = keys();
    Path file = folder.resolve("flipped.json");
    for (int at = 0; at < envelope.length; at++) {
      for (int bit : List.of(0x01, 0x20, 0x80)) {
        byte[] flipped = envelope.clone();
        flipped[at] ^= (byte) bit;
        Files.write(file, flipped);
        assertRefused(Code.PLAN_SIGNATURE, () -> PlanFile.read(file, keys, VERSION));
      }
    }
    assertThat(Code.PLAN_SIGNATURE.exitCode()).isEqualTo(ExitCode.PLAN_MISMATCH);
  }

  @Test
  void whatIsAddedTakenAwayOrSpelledOtherwiseIsRefused() throws IOException {
    String envelope = Files.readString(signed(TestPlans.small()));
    VerifyingKeys keys = keys();
    Path file = folder.resolve("changed.json");
    for (String changed :
        List.of(
            envelope + " ",
            envelope + envelope,
            envelope.strip(),
            " " + envelope,
            envelope.replace(",\"", ", \""),
            envelope.replace("}]}", "}],\"more\":1}"),
            envelope.replace("}]}", "},{\"keyid\":\"a\",\"sig\":\"\"}]}"),
            envelope.replaceFirst("\\[\\{.*}]", "[]"),
            envelope.replaceFirst("SHA256:[^\"]*", ""),
            envelope.replaceFirst("\"payloadType\":\"[^\"]*\",", ""),
            envelope.replace("vnd.secretsync.plan+json", "vnd.in-toto+json"),
            envelope.replace("=\",\"signatures", "\",\"signatures"),
            "")) {
      if (!changed.equals(envelope)) {
        Files.writeString(file, changed);
        assertRefused(Code.PLAN_SIGNATURE, () -> PlanFile.read(file, keys, VERSION));
      }
    }
  }

  @Test
  void aPlanThatNobodyOrSomebodyElseSignedIsRefused() throws IOException {
    VerifyingKeys keys = keys();
    Path unsigned = folder.resolve("unsigned.json");
    write(unsigned, TestPlans.small(), Optional.empty());
    assertRefused(Code.PLAN_SIGNATURE, () -> PlanFile.read(unsigned, keys, VERSION));
    Path other = folder.resolve("other.json");
    try (SigningKey key =
        SigningKey.read(TestSigningKeys.otherPrivateKey(folder), new Problems())) {
      write(other, TestPlans.small(), Optional.of(key));
    }
    assertRefused(Code.PLAN_SIGNATURE, () -> PlanFile.read(other, keys, VERSION));
  }

  @DisplayName("a signature says who approved it, and not that it can be read")
  @Test
  void aSignedPlanOfAnotherVersionIsRefusedForThat() throws IOException {
    Path file = signed(TestPlans.small());
    VerifyingKeys keys = keys();
    assertRefused(Code.PLAN_FILE, () -> PlanFile.read(file, keys, "0.2.0"));
  }

  private Path signed(Plan plan) throws IOException {
    Path file = folder.resolve("signed.json");
    try (SigningKey key = SigningKey.read(TestSigningKeys.privateKey(folder), new Problems())) {
      SavedPlan saved = write(file, plan, Optional.of(key));
      assertThat(saved.signer()).contains(key.publicHalf().fingerprint());
    }
    return file;
  }

  private VerifyingKeys keys() throws IOException {
    return VerifyingKeys.read(TestSigningKeys.publicKey(folder));
  }

  private static SavedPlan write(Path file, Plan plan, Optional<SigningKey> key) {
    return PlanFile.write(
        file, new SavedPlan(plan, RUN, RUN.now().plus(Duration.ofHours(24))), key);
  }

  private void assertOnlyFile(Path file) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static void assertRefused(Code code, ThrowingCallable read) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(read)
        .satisfies(refused -> {
          assertThat(refused.diagnostics()).extracting(Diagnostic::code).containsExactly(code);
          assertThat(refused.getMessage()).doesNotContain("visibly-fake").doesNotContain("c0ffee");
        });
  }
}
