package dev.secretsync.document;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import dev.secretsync.model.SourceLocation;

/** What readers of several formats say. */
final class FileErrors {
  private FileErrors() {}

  static Diagnostic tooLarge(String file, int bytes) {
    return limit(new SourceLocation(file, 1, 1), "larger than " + bytes + " bytes");
  }

  static Diagnostic limit(SourceLocation at, String summary) {
    return Diagnostic.error(Code.FILE_LIMIT, at, summary, "split the file");
  }

  static Diagnostic notUtf8(String file) {
    return Diagnostic.error(
        Code.FILE_SYNTAX, new SourceLocation(file, 1, 1), "not UTF-8", "save the file as UTF-8");
  }

  static Diagnostic shape(SourceLocation at, String summary, String hint) {
    return Diagnostic.error(Code.FILE_SHAPE, at, summary, hint);
  }

  /** Of what is to be written, where {@link #shape} is about what was read. */
  static Diagnostic unfit(SourceLocation at, String summary, String hint) {
    return Diagnostic.error(Code.OUTPUT_SHAPE, at, summary, hint);
  }

  static Diagnostic duplicateKey(SourceLocation at) {
    return Diagnostic.error(
        Code.DUPLICATE_KEY,
        at,
        "this key occurs twice in the same mapping",
        "remove one of the two");
  }
}
