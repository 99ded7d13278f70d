package dev.secretsync.report.html;

import dev.secretsync.report.Document;
import java.io.Writer;

/**
 * What a command has to say as one HTML file, to be opened, filtered, printed and kept. Shows no
 * value.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /** Writes the page; apart from the time, the same document is the same bytes. */
  public static void write(Document document, Writer out) {
    HtmlPage.write(
        switch (document) {
          case Document.Planned d -> new PlanHtml(d.plan()).content(d.expires());
          case Document.Drifted d -> new DriftHtml(d).content();
          case Document.Applied d ->
              new ResultHtml(d.result(), d.performed()).content(d.run().now());
          case Document.Offline d -> new OfflineHtml(d.plan()).content();
          case Document.Validated d -> FindingsHtml.validated(d);
          case Document.Failed d -> FindingsHtml.failed(d);
        },
        document.run(),
        out);
  }
}
