package dev.secretsync.report.markdown;

/**
 * Text that must not become too long: what does not fit is not taken, and whoever adds it knows.
 */
final class Page {
  private final StringBuilder text = new StringBuilder();
  private final int most;

  /**
   * @param most how many characters it may have, before {@link #finish}
   */
  Page(int most) {
    this.most = most;
  }

  /** How many characters it takes. */
  int room() {
    return Math.max(0, most - text.length());
  }

  /** Takes it whole, or not at all. */
  boolean add(String part) {
    if (part.length() > room()) {
      return false;
    }
    text.append(part);
    return true;
  }

  /** Takes what must not be missing, for which room was kept. */
  void end(String part) {
    text.append(part);
  }

  /** The whole text with its last lines, for which room was kept. */
  String finish(String last) {
    return text + last;
  }
}
