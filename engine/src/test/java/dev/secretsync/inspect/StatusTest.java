package dev.secretsync.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.model.SecretAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTest {
  @DisplayName("R120: a Secret without a place is Unassigned, and people see ---")
  @Tag("R120")
  @Test
  void withoutAnyPlaceItIsUnassigned() {
    assertThat(Status.of(List.of())).isEqualTo(Status.UNASSIGNED);
    assertThat(Status.UNASSIGNED.shown()).isEqualTo("---");
    assertThat(Status.UNASSIGNED.words()).isEqualTo("Unassigned");
  }

  @DisplayName("R120-R123: the status of each mixture of places, in the order of R123")
  @Tag("R120")
  @Tag("R121")
  @Tag("R122")
  @Tag("R123")
  @ParameterizedTest
  @CsvSource({
    "PENDING,                      PENDING",
    "PENDING UNKNOWN,              PENDING",
    "UNKNOWN,                      PENDING",
    "IN_SYNC,                      SYNCED",
    "IN_SYNC IN_SYNC,              SYNCED",
    "IN_SYNC PENDING,              PARTIALLY_SYNCED",
    "IN_SYNC UNKNOWN,              PARTIALLY_SYNCED",
    "IN_SYNC CONFLICT PENDING,     PARTIALLY_SYNCED",
    "IN_SYNC -DELETING,            PARTIALLY_SYNCED",
    "IN_SYNC CONFLICT,             SYNCED_ERROR",
    "IN_SYNC DENIED,               SYNCED_ERROR",
    "IN_SYNC KEPT,                 SYNCED_ERROR",
    "CONFLICT,                     FAILED",
    "DENIED PENDING,               FAILED",
    "CONFLICT UNKNOWN,             FAILED",
    "-DELETING,                    DELETING",
    "-DELETING -RELEASING,         DELETING",
    "-DELETING -DENIED,            DELETE_FAILED"
  })
  void itIsTheFirstThatFits(String standings, Status expected) {
    assertThat(Status.of(places(standings))).isEqualTo(expected);
    assertThat(Status.of(places(standings).reversed())).isEqualTo(expected);
  }

  /** A dash marks a place where the Secret should no longer be. */
  private static List<Place> places(String standings) {
    List<Place> places = new ArrayList<>();
    for (String word : Arrays.asList(standings.split(" ", -1))) {
      boolean going = word.startsWith("-");
      places.add(
          new Place(
              SecretAddress.of("cluster-" + places.size(), "akuity", "one"),
              Optional.empty(),
              Standing.valueOf(going ? word.substring(1) : word),
              going,
              List.of()));
    }
    return places;
  }
}
