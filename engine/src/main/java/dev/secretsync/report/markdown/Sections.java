package dev.secretsync.report.markdown;

import dev.secretsync.model.SecretAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * A comment as it fills up: parts are taken in the order of how much they matter, and what finds no
 * room is counted.
 */
final class Sections {
  /** For the number of what is left out, and for the last line. */
  private static final int KEPT_FREE = 2_000;

  private static final String END = "</details>\n\n";

  private final Page page;
  private final Omitted omitted = new Omitted();

  /**
   * @param most how many characters all of it may have
   */
  Sections(int most) {
    page = new Page(most - KEPT_FREE);
  }

  /**
   * Lines of a block about one Secret.
   *
   * @param lines each with its end
   */
  record Block(SecretAddress address, String lines) {}

  /** Takes it whole, or not at all. */
  boolean add(String part) {
    return page.add(part);
  }

  /** How many characters it takes. */
  int room() {
    return page.room();
  }

  /** Takes the end of what was begun, for which room was kept. */
  void end(String part) {
    page.end(part);
  }

  /** Counts a line that found no room. */
  void omit() {
    omitted.other();
  }

  /** A third of what is left is enough for lines that are about no Secret. */
  void list(Stream<String> lines) {
    int enough = page.room() * 2 / 3;
    long added =
        lines
            .filter(line -> {
              boolean fits = page.room() > enough && page.add(line);
              if (!fits) {
                omitted.other();
              }
              return fits;
            })
            .count();
    if (added > 0) {
      page.add("\n");
    }
  }

  /**
   * A part that can be folded, as far as it fits.
   *
   * @param open whether it begins unfolded
   * @param title in HTML
   * @param most how many blocks it shows, whatever would fit
   */
  void fold(boolean open, String title, List<Block> blocks, int most) {
    String summary = "<details" + (open ? " open" : "") + "><summary>" + title + "</summary>\n\n";
    String fence = MarkdownText.fence("");
    StringBuilder lines = new StringBuilder();
    int shown = 0;
    for (Block block : blocks) {
      String longer = MarkdownText.fence(block.lines());
      String needed = longer.length() > fence.length() ? longer : fence;
      int around = summary.length() + END.length() + MarkdownText.fenced(needed, "").length();
      if (shown == most || around + lines.length() + block.lines().length() > page.room()) {
        break;
      }
      fence = needed;
      lines.append(block.lines());
      shown++;
    }
    if (shown > 0) {
      page.add(summary + MarkdownText.fenced(fence, lines.toString()) + END);
    }
    blocks.stream().skip(shown).forEach(block -> omitted.change(block.address()));
  }

  /**
   * The whole text.
   *
   * @param more where the rest is to be found
   * @param last its last lines, for which room was kept
   */
  String finish(String more, String last) {
    return page.finish(omitted.words(more) + last);
  }
}
