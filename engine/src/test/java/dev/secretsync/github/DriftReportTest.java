package dev.secretsync.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the drift issue believes of a report")
class DriftReportTest {
  private static final String FIELD =
      "{\"field\":\"data.a\",\"cause\":\"value_changed\",\"by\":{\"manager\":\"m\",\"operation\":"
          + "\"Update\",\"time\":\"2026-11-20T08:00:00Z\"},\"also_in_git\":false,\"put_back\":true}";

  private static final String AT =
      "{\"kind\":\"secretsync.drift\",\"timestamp\":\"2026-11-20T08:30:00Z\",";

  private static String report(String hasDrift, String complete, String secrets) {
    return AT
        + "\"has_drift\":"
        + hasDrift
        + ",\"complete\":"
        + complete
        + ",\"resource_drift\":["
        + secrets
        + "]}";
  }

  private static String secret(String address) {
    return "{\"address\":\"" + address + "\",\"fields\":[" + FIELD + "]}";
  }

  @Test
  void aReportIsRead() {
    assertThat(DriftReport.parse(report("true", "true", secret("east/akuity/database"))))
        .isInstanceOfSatisfying(
            DriftReport.Looked.class,
            looked -> {
              assertThat(looked.complete()).isTrue();
              assertThat(looked.drifted().first().identity())
                  .containsExactly("east/akuity/database", "data.a", "value_changed", "m");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"secretsync.plan\"}",
        "{\"kind\":\"secretsync.drift\"}",
        AT + "\"has_drift\":false,\"complete\":true}",
        AT + "\"has_drift\":true,\"complete\":true,\"resource_drift\":[]}",
        "{\"kind\":\"secretsync.drift\",\"has_drift\":false,\"complete\":true,"
            + "\"resource_drift\":[]}",
        AT + "\"has_drift\":false,\"complete\":\"true\"," + "\"resource_drift\":[]}",
        AT + "\"has_drift\":false,\"complete\":false,\"complete\":true," + "\"resource_drift\":[]}",
        AT + "\"has_drift\":false,\"complete\":true,\"resource_drift\":[]}x"
      })
  void whatIsNotAReportProvesNothing(String text) {
    assertThat(DriftReport.parse(text)).isInstanceOf(DriftReport.Unknown.class);
  }

  @DisplayName("cli.md 6.6: that a shard is calm closes nothing")
  @Test
  void aReportOfAShardProvesNothing() {
    String shard =
        report("false", "true", "")
            .replaceFirst(
                "\\{", "{\"inputs\":{\"shard\":{\"index\":1,\"of\":3,\"fleet\":[\"east\"]}},");
    assertThat(DriftReport.parse(shard))
        .isEqualTo(
            new DriftReport.Unknown("the report is about one shard, and the issue about all"));
  }

  @Test
  void aDamagedEntryDamagesTheReport() {
    for (String address : new String[] {"", "a/b", "a/b/c/d"}) {
      assertThat(DriftReport.parse(report("true", "true", secret(address))))
          .isEqualTo(new DriftReport.Unknown("the report is damaged"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "\"cause\":\"value_changed\" | \"cause\":7",
        "\"field\":\"data.a\" | \"field\":null",
        "\"manager\":\"m\" | \"manager\":[]",
        "\"time\":\"2026-11-20T08:00:00Z\" | \"time\":\"today\"",
        "\"timestamp\":\"2026-11-20T08:30:00Z\" | \"timestamp\":\"today\"",
        "\"resource_drift\":[ | \"resource_drift\":[{\"address\":\"a/b/c\",\"fields\":[]},",
        "\"put_back\":true | \"put_back\":true,\"since\":\"long ago\"",
        "\"resource_drift\" | \"history\":{\"gone\":[{}]},\"resource_drift\"",
        "\"resource_drift\" | \"ignored\":[{}],\"resource_drift\""
      })
  void aDamagedPartDamagesTheReport(String part, String damaged) {
    String good = report("true", "true", secret("east/akuity/database"));
    assertThat(DriftReport.parse(good)).isInstanceOf(DriftReport.Looked.class);
    assertThat(good).contains(part);
    assertThat(DriftReport.parse(good.replace(part, damaged)))
        .isEqualTo(new DriftReport.Unknown("the report is damaged"));
  }

  @Test
  void aFailedRunThatSaysNoReasonProvesNothingEither() {
    assertThat(
            DriftReport.parse(
                "{\"kind\":\"secretsync.diagnostics\",\"diagnostics\":[{\"severity\":\"warning\","
                    + "\"code\":\"SSY119\"}]}"))
        .isEqualTo(new DriftReport.Unknown("the drift run failed: it does not say why"));
  }

  @Test
  void aFailedRunIsNamedByItsCodesAlone() {
    String failed =
        "{\"kind\":\"secretsync.diagnostics\",\"diagnostics\":[{\"severity\":\"error\",\"code\":"
            + "\"SSY401\",\"summary\":\"visibly-fake @everyone\"},"
            + "{\"severity\":\"error\",\"code\":\"@everyone\"}]}";
    assertThat(DriftReport.parse(failed))
        .isEqualTo(new DriftReport.Unknown("the drift run failed: SSY401"));
  }

  @Test
  void aMissingFileProvesNothing(@TempDir Path folder) throws IOException {
    assertThat(DriftReport.read(folder.resolve("none.json")))
        .isEqualTo(new DriftReport.Unknown("the drift run left no report"));
    assertThat(DriftReport.read(folder)).isInstanceOf(DriftReport.Unknown.class);
    assertThat(DriftReport.read(Files.write(folder.resolve("half"), new byte[] {'{'})))
        .isInstanceOf(DriftReport.Unknown.class);
  }
}
