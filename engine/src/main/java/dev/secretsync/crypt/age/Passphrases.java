package dev.secretsync.crypt.age;

import dev.secretsync.model.SecretBytes;
import java.util.Optional;

/** Who is asked for a passphrase: a person, or a file that the runner has. */
@FunctionalInterface
public interface Passphrases {
  /**
   * Asks for one; may be called by several threads.
   *
   * @param what what it opens, as the question names it; holds no secret
   * @return the passphrase, which the caller closes; nothing where nobody answers
   */
  Optional<SecretBytes> ask(String what);

  /** Where nobody can be asked. */
  static Passphrases none() {
    return _ -> Optional.empty();
  }
}
