package dev.secretsync.cli;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plays the README of {@code examples/kargo} on three embedded servers and on three real ones. */
@DisplayName("the Kargo scenarios (R81, R83-R93, R95, R104, R105)")
@Tag("R81")
@Tag("R83")
@Tag("R84")
@Tag("R85")
@Tag("R86")
@Tag("R87")
@Tag("R88")
@Tag("R90")
@Tag("R91")
@Tag("R92")
@Tag("R93")
@Tag("R95")
@Tag("R104")
@Tag("R105")
@Tag("T2")
class KargoIT {
  private static final ExampleStory STORY = new ExampleStory("kargo");

  @Test
  void theReadmeHoldsOnEmbeddedClusters() throws IOException {
    STORY.holdsOnEmbeddedClusters();
  }

  @Test
  void theReadmeHoldsOnRealClusters() throws IOException {
    STORY.holdsOnRealClusters();
  }

  @Test
  void theOutputsOfTheReadmeAreThoseOfItsScenarios() throws IOException {
    STORY.showsWhatIsPrinted(10);
  }
}
