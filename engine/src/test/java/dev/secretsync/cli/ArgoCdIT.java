package dev.secretsync.cli;

import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Plays the README of {@code examples/argocd} on three embedded servers and on three real ones. */
@DisplayName("the Argo CD scenarios (R13-R19, R20, R30-R40, R45, R53)")
@Tag("R13")
@Tag("R15")
@Tag("R16")
@Tag("R17")
@Tag("R20")
@Tag("R25")
@Tag("R31")
@Tag("R35")
@Tag("R38")
@Tag("R39")
@Tag("R45")
class ArgoCdIT {
  private static final ExampleStory STORY = new ExampleStory("argocd");

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
    STORY.showsWhatIsPrinted(6);
  }
}
