package dev.secretsync.report.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.report.DriftWords;
import dev.secretsync.report.markdown.DriftTable.Row;
import dev.secretsync.report.markdown.DriftTable.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("workflows.md A4: one row for what happened in many clusters")
class DriftTableTest {
  private static final Instant EIGHT = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant NINE = Instant.parse("2026-11-20T09:00:00Z");
  private static final Times UNKNOWN = new Times(Optional.empty(), Optional.empty());

  private static Row row(String cause, Times when, int clusters) {
    return new Row(
        cause,
        Optional.empty(),
        Optional.empty(),
        when,
        "akuity/database",
        new TreeSet<>(IntStream.rangeClosed(1, clusters).mapToObj(i -> "c" + i).toList()),
        List.of(),
        "new");
  }

  private static Row row(int clusters) {
    return row("object deleted", UNKNOWN, clusters);
  }

  @Test
  void sinceWhenIsAColumnOnlyWhereThereAreEarlierReports() {
    for (boolean history : List.of(true, false)) {
      String table = DriftTable.head(history) + DriftTable.row(row(1), history);
      assertThat(table.contains("Seen")).isEqualTo(history);
      assertThat(table.lines().map(line -> line.chars().filter(c -> c == '|').count()).distinct())
          .as("columns")
          .containsExactly(history ? 7L : 6L);
    }
  }

  @Test
  void fiveClustersAreNamedAndTheOthersCounted() {
    assertThat(DriftTable.row(row(1), false)).endsWith("| `c1` |\n");
    assertThat(DriftTable.row(row(5), false)).endsWith("| **5**: `c1`, `c2`, `c3`, `c4`, `c5` |\n");
    assertThat(DriftTable.row(row(6), false)).endsWith("`c4`, `c5`, and 1 more |\n");
  }

  @Test
  void aSpanOfTimeHasTwoEnds() {
    assertThat(DriftTable.row(row("key added", new Times(at(EIGHT), at(NINE)), 2), false))
        .contains("| 2026-11-20 08:00:00Z to 2026-11-20 09:00:00Z |");
    assertThat(DriftTable.row(row("key added", new Times(at(NINE), at(NINE)), 2), false))
        .contains("| 2026-11-20 09:00:00Z |");
    assertThat(DriftTable.row(row("key added", UNKNOWN, 2), false)).contains("| unknown |");
  }

  @Test
  void howLongItHasBeenThereIsSaidWithWhatIsNew() {
    assertThat(DriftWords.since(3, 3, Optional.empty())).isEqualTo("new");
    assertThat(DriftWords.since(3, 0, at(EIGHT))).isEqualTo("since 2026-11-20 08:00:00Z");
    assertThat(DriftWords.since(3, 1, at(EIGHT)))
        .isEqualTo("since 2026-11-20 08:00:00Z, new in 1 cluster");
  }

  @DisplayName("P3: a cause that is none of ours is text")
  @Test
  void aCauseThatIsNoneOfOursIsText() {
    assertThat(DriftTable.row(row("value changed", UNKNOWN, 1), false))
        .startsWith("| value changed |");
    assertThat(DriftTable.row(row("<b>@octocat", UNKNOWN, 1), false))
        .startsWith("| `<b>@\u200doctocat` |");
  }

  private static Optional<Instant> at(Instant time) {
    return Optional.of(time);
  }
}
