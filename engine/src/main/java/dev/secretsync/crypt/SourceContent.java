package dev.secretsync.crypt;

import dev.secretsync.crypt.age.AgeIdentity;
import dev.secretsync.model.Code;
import java.util.List;

/** What came of reading a source of identities. */
sealed interface SourceContent {
  record Identities(List<AgeIdentity> found) implements SourceContent {
    public Identities {
      found = List.copyOf(found);
    }
  }

  /** None of it is used. No word is taken from the source. */
  record Unusable(Code code, String why, String hint) implements SourceContent {}

  static SourceContent unusable(String why, String hint) {
    return new Unusable(Code.BAD_IDENTITY, why, hint);
  }

  static SourceContent nothing() {
    return new Identities(List.of());
  }
}
