package dev.secretsync.cli;

import dev.secretsync.model.Code;
import dev.secretsync.model.Diagnostic;
import java.util.Collection;
import java.util.List;

/**
 * The exit codes of sops, for the commands that it has too, so that scripts need not change
 * (formats.md 1.14).
 */
enum SopsExit {
  OK(0),
  GENERIC(1),
  COULD_NOT_READ_INPUT(2),
  COULD_NOT_WRITE_OUTPUT(3),
  READING_CONFIG(5),
  DUMPING_TREE(4),
  BAD_SET_FORMAT(7),
  CONFLICTING_PARAMETERS(8),
  ENCRYPTING_TREE(23),
  DECRYPTING_TREE(25),
  MAC_MISMATCH(51),
  BAD_TREE_PATH(91),
  EMPTY_FILE(92),
  NO_FILE(100),
  NO_ENCRYPTION_KEY(111),
  CANNOT_GET_DATA_KEY(128),
  NOT_MODIFIED(200),
  NO_EDITOR(201),
  ALREADY_ENCRYPTED(203);

  /** When several apply; what says most about the file comes first. */
  private static final List<SopsExit> WORST_FIRST =
      List.of(
          CONFLICTING_PARAMETERS,
          NO_FILE,
          MAC_MISMATCH,
          DECRYPTING_TREE,
          CANNOT_GET_DATA_KEY,
          COULD_NOT_WRITE_OUTPUT,
          ALREADY_ENCRYPTED,
          EMPTY_FILE,
          NO_ENCRYPTION_KEY,
          DUMPING_TREE,
          BAD_SET_FORMAT,
          BAD_TREE_PATH,
          NO_EDITOR,
          NOT_MODIFIED,
          READING_CONFIG,
          ENCRYPTING_TREE,
          COULD_NOT_READ_INPUT,
          GENERIC,
          OK);

  private final int number;

  SopsExit(int number) {
    this.number = number;
  }

  /** The process's exit status. */
  int number() {
    return number;
  }

  /** The one code for everything that went wrong; {@link #OK} when nothing did. */
  static SopsExit of(Collection<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(Diagnostic::isError)
        .map(diagnostic -> of(diagnostic.code()))
        .min((a, b) -> Integer.compare(WORST_FIRST.indexOf(a), WORST_FIRST.indexOf(b)))
        .orElse(OK);
  }

  private static SopsExit of(Code code) {
    return switch (code) {
      case FILE_NOT_FOUND -> NO_FILE;
      case UNREADABLE_FILE,
          YAML_SYNTAX,
          YAML_LIMIT,
          YAML_TAG,
          DUPLICATE_KEY,
          SCHEMA,
          TOO_LARGE,
          FILE_SYNTAX,
          FILE_LIMIT,
          FILE_SHAPE ->
          COULD_NOT_READ_INPUT;
      case UNWRITABLE_FILE -> COULD_NOT_WRITE_OUTPUT;
      case SOPS_CONFIG -> READING_CONFIG;
      case OUTPUT_SHAPE -> DUMPING_TREE;
      case BAD_JSON_VALUE, BAD_SET_INDEX -> BAD_SET_FORMAT;
      case BAD_TREE_PATH -> BAD_TREE_PATH;
      case USAGE -> CONFLICTING_PARAMETERS;
      case BAD_VALUE, BAD_KEY_NAME -> ENCRYPTING_TREE;
      case DAMAGED_CIPHERTEXT, PLAINTEXT_VALUE -> DECRYPTING_TREE;
      case MAC_MISMATCH -> MAC_MISMATCH;
      case EMPTY_FILE -> EMPTY_FILE;
      case NO_ENCRYPTION_KEY -> NO_ENCRYPTION_KEY;
      case NO_MATCHING_KEY, KEY_TYPE_NOT_SUPPORTED, BAD_IDENTITY -> CANNOT_GET_DATA_KEY;
      case NOT_MODIFIED -> NOT_MODIFIED;
      case NO_EDITOR, EDITOR_FAILED -> NO_EDITOR;
      case ALREADY_ENCRYPTED -> ALREADY_ENCRYPTED;
      default -> GENERIC;
    };
  }
}
