package dev.secretsync.document;

import dev.secretsync.model.SourceLocation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.comments.CommentType;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.CommentToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * The comments of a file that no container holds yet, in file order. They come from a scan of their
 * own, so that where a comment stands never changes how the file is parsed.
 */
final class PendingComments {
  private record Pending(Node.Comment comment, int index) {}

  private final Deque<Pending> pending = new ArrayDeque<>();

  static PendingComments of(String file, String text) {
    var comments = new PendingComments();
    if (text.indexOf('#') < 0) {
      return comments;
    }
    LoaderOptions options = new LoaderOptions();
    options.setProcessComments(true);
    Scanner scanner = new ScannerImpl(new StreamReader(text), options);
    try {
      while (!scanner.checkToken(Token.ID.StreamEnd)) {
        Token token = scanner.getToken();
        if (token instanceof CommentToken c && c.getCommentType() != CommentType.BLANK_LINE) {
          comments.add(file, c);
        }
      }
    } catch (MarkedYAMLException _) {
      return comments; // the parser stumbles at the same place, and reports it
    }
    return comments;
  }

  private void add(String file, CommentToken token) {
    Mark start = token.getStartMark();
    var at = new SourceLocation(file, start.getLine() + 1, start.getColumn() + 1);
    pending.add(new Pending(new Node.Comment(token.getValue(), false, at), start.getIndex()));
  }

  /** All that stand before {@code mark}. */
  List<Node.Comment> before(Mark mark) {
    return take(p -> p.index < mark.getIndex());
  }

  /** Those before {@code mark} that are indented by at least {@code column}, counted from 0. */
  List<Node.Comment> before(Mark mark, int column) {
    return take(p -> p.index < mark.getIndex() && p.comment.at().column() > column);
  }

  /** The next ones of a leaf, which stand behind it or in the header of its block. */
  static List<Node.Comment> inline(List<Node.Comment> comments) {
    return comments.stream().map(c -> new Node.Comment(c.text(), true, c.at())).toList();
  }

  /** Those on the line where {@code item} ends that stand before {@code next}. */
  List<Node.Comment> besides(Mark item, Mark next) {
    return take(p -> p.index < next.getIndex() && p.comment.at().line() == item.getLine() + 1);
  }

  private List<Node.Comment> take(Predicate<Pending> wanted) {
    List<Node.Comment> taken = new ArrayList<>();
    for (Pending p = pending.peek(); p != null && wanted.test(p); p = pending.peek()) {
      taken.add(p.comment);
      pending.remove();
    }
    return taken;
  }
}
