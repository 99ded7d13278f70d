package dev.secretsync.saved;

/** Why a file is no plan that this run can use. Repeats nothing of what is in it. */
final class UnusablePlan extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String hint;

  UnusablePlan(String words, String hint) {
    super(words, null, false, false);
    this.hint = hint;
  }

  /** What follows the file's name. */
  String words() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }
}
