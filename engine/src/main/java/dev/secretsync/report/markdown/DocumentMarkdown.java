package dev.secretsync.report.markdown;

import dev.secretsync.report.Document;
import java.io.Writer;

/** Every document as a comment on a pull request or an issue, or as the summary of a job. */
public final class DocumentMarkdown {
  /** GitHub takes 65,536 characters; who posts it adds some. */
  public static final int COMMENT = 60_000;

  private DocumentMarkdown() {}

  /**
   * Writes it.
   *
   * @param most how many characters it may have
   */
  public static void write(Document document, int most, Writer out) {
    MarkdownText.write(
        switch (document) {
          case Document.Planned d -> PlanMarkdown.text(d.plan(), d.run(), d.expires(), most);
          case Document.Drifted d -> new DriftMarkdown(d, most).text();
          case Document.Applied d -> new ResultMarkdown(d, most).text();
          case Document.Offline d -> OfflineMarkdown.text(d.plan(), d.run(), most);
          case Document.Validated d -> new FindingsMarkdown(d, most).text();
          case Document.Failed d -> new FindingsMarkdown(d, most).text();
        },
        out);
  }
}
