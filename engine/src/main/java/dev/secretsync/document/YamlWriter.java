package dev.secretsync.document;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes documents in the layout of go-yaml v3, which SOPS writes, so that a file that both write
 * changes only where its content does (formats.md 1.9). What is written reads back as the same
 * tree, but for positions of comments and for binary values that are valid UTF-8, which become
 * text: SOPS knows no difference.
 */
public final class YamlWriter {
  /** The indentation that SOPS takes where nothing else is configured. */
  public static final int DEFAULT_INDENT = 4;

  private static final int LEAST_INDENT = 2;
  private static final int MOST_INDENT = 9;
  private static final int LONGEST_SIMPLE_KEY = 128;

  /** An indentation of sequence elements: the width of {@code "- "}. */
  private static final int DASH = 2;

  private final int step;
  private final YamlPen pen = new YamlPen();

  private YamlWriter(int indent) {
    step = indent < LEAST_INDENT || indent > MOST_INDENT ? LEAST_INDENT : indent;
  }

  /**
   * The bytes of a file.
   *
   * @param indent blanks per level; go-yaml takes 2 for what is not in 2 to 9
   */
  public static byte[] write(List<Document> documents, int indent) {
    YamlWriter writer = new YamlWriter(indent);
    boolean later = false;
    for (Document document : documents) {
      writer.document(document.root(), later);
      later = true;
    }
    return writer.bytes();
  }

  /** One value as a document of its own. */
  public static byte[] writeValue(Node value) {
    YamlWriter writer = new YamlWriter(DEFAULT_INDENT);
    writer.document(value, false);
    return writer.bytes();
  }

  private byte[] bytes() {
    return pen.written().getBytes(StandardCharsets.UTF_8);
  }

  private void document(Node root, boolean separated) {
    if (separated) {
      pen.startLine(0);
      pen.word("---");
      pen.startLine(0);
    }
    node(root, YamlComments.NONE, Block.ROOT);
    pen.endDocument();
  }

  /**
   * Where a node stands: the indentation of the block around it, and what kind of block that is.
   */
  private record Block(int indent, boolean isSequence) {
    static final Block ROOT = new Block(-1, false);

    int line() {
      return Math.max(indent, 0);
    }

    boolean isKeyed() {
      return indent >= 0 && !isSequence;
    }
  }

  private int deeper(Block around) {
    if (around.indent < 0) {
      return 0;
    }
    return around.isSequence ? around.indent + DASH : aligned(around.indent);
  }

  private int deeperFlow(Block around) {
    return around.indent < 0 ? step : deeper(around);
  }

  private int aligned(int indent) {
    return step * ((indent + step) / step);
  }

  private void node(Node node, YamlComments comments, Block around) {
    switch (node) {
      case Node.Mapping mapping -> mapping(mapping, comments, around);
      case Node.Sequence sequence -> sequence(sequence, comments, around);
      case Node.Scalar scalar -> {
        begin(comments.head(), around);
        scalar(YamlScalar.of(scalar.value()), comments.line(), around);
      }
    }
    if (around.isSequence) {
      pen.below(comments.foot(), around.indent);
    }
  }

  /** What stands before an element of a sequence, and before a document. */
  private void begin(List<String> head, Block around) {
    if (around.isSequence) {
      pen.above(head, around.indent);
      pen.startLine(around.indent);
      pen.blockIndicator("-");
    } else if (around.indent < 0) {
      pen.above(head, 0);
    }
  }

  private void mapping(Node.Mapping mapping, YamlComments comments, Block around) {
    YamlComments.Grouped grouped = YamlComments.group(mapping.items());
    if (grouped.parts().isEmpty()) {
      emptyMapping(grouped.head(), comments, around);
      return;
    }
    begin(comments.headWith(grouped.head()), around);
    Block block = new Block(deeper(around), false);
    if (around.isKeyed()) {
      pen.above(grouped.head(), block.indent);
    }
    for (YamlComments.Part part : grouped.parts()) {
      if (part.item() instanceof Node.Entry entry) {
        entry(entry, part.comments(), block);
      }
    }
    pen.below(grouped.parts().getLast().comments().foot(), block.indent);
  }

  private void sequence(Node.Sequence sequence, YamlComments comments, Block around) {
    YamlComments.Grouped grouped = YamlComments.group(sequence.items());
    if (grouped.parts().isEmpty()) {
      emptySequence(grouped.head(), comments, around);
      return;
    }
    begin(comments.headWith(grouped.head()), around);
    Block block = new Block(deeper(around), true);
    if (around.isKeyed()) {
      pen.above(grouped.head(), block.indent);
    }
    for (YamlComments.Part part : grouped.parts()) {
      if (part.item() instanceof Node.Element(Node value)) {
        node(value, part.comments(), block);
      }
    }
  }

  private void emptyMapping(List<String> inside, YamlComments comments, Block around) {
    begin(comments.headWith(around.isKeyed() ? List.of() : inside), around);
    pen.word("{");
    if (around.isKeyed()) {
      pen.above(inside, deeperFlow(around));
    }
    pen.text("}");
    endLine(comments);
  }

  /** The comments stand below a list that is a value, since go-yaml does not read them inside. */
  private void emptySequence(List<String> inside, YamlComments comments, Block around) {
    begin(comments.headWith(around.isKeyed() ? List.of() : inside), around);
    pen.word("[]");
    endLine(comments);
    if (around.isKeyed()) {
      pen.above(inside, around.indent);
    }
  }

  private void endLine(YamlComments comments) {
    if (!comments.line().isEmpty()) {
      pen.endLine(comments.line());
    }
  }

  private void entry(Node.Entry entry, YamlComments comments, Block block) {
    YamlScalar key = YamlScalar.ofText(entry.key());
    if (key.hasLines() || key.keyLength() > LONGEST_SIMPLE_KEY) {
      complexEntry(key, entry, comments, block);
      return;
    }
    pen.above(comments.head(), block.indent);
    pen.startLine(block.indent);
    scalar(key, List.of(), block);
    pen.text(":");
    node(entry.value(), comments, block);
  }

  /** Comments stand above it: between key and value, readers do not agree whose they are. */
  private void complexEntry(YamlScalar key, Node.Entry entry, YamlComments comments, Block block) {
    pen.above(comments.head(), block.indent);
    YamlComments.Lifted lifted = YamlComments.lift(entry);
    pen.above(lifted.comments(), block.indent);
    pen.startLine(block.indent);
    pen.blockIndicator("?");
    scalar(key, List.of(), block);
    pen.startLine(block.indent);
    pen.blockIndicator(":");
    Node value = lifted.item() instanceof Node.Entry(_, _, Node v) ? v : entry.value();
    node(value, comments, block);
  }

  private void scalar(YamlScalar scalar, List<String> comments, Block around) {
    String text = scalar.text();
    switch (scalar.style()) {
      case PLAIN -> pen.word(scalar.tag() + text);
      case SINGLE_QUOTED -> pen.word(scalar.tag() + "'" + text.replace("'", "''") + "'");
      case DOUBLE_QUOTED -> pen.word(scalar.tag() + DoubleQuotes.around(text));
      case LITERAL -> {
        literal(scalar, comments, around);
        return;
      }
    }
    if (!comments.isEmpty()) {
      pen.endLine(comments);
    }
  }

  private void literal(YamlScalar scalar, List<String> comments, Block around) {
    int indent = deeperFlow(around);
    String text = scalar.text();
    // go-yaml writes no hint before a tab, cannot read that, and so makes null of the text
    boolean hinted = text.startsWith(" ") || text.startsWith("\n") || text.startsWith("\t");
    // the hint counts from the block around; go-yaml counts wrongly inside sequences
    String hint = hinted ? Integer.toString(indent - around.line()) : "";
    pen.word(scalar.tag() + "|" + hint + chomping(text));
    pen.endLine(comments);
    for (String line : lines(text)) {
      if (!line.isEmpty()) {
        pen.startLine(indent);
        pen.text(line);
      }
      pen.endLine(List.of());
    }
  }

  private static String chomping(String text) {
    if (!text.endsWith("\n")) {
      return "-";
    }
    return text.equals("\n") || text.endsWith("\n\n") ? "+" : "";
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    if (lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }
}
