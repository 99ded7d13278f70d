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
    for (Document document : documents) {
      writer.document(document.root(), document != documents.getFirst());
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
        pen.waitLine(comments.line());
        pen.waitFoot(comments.foot());
        scalar(YamlScalar.of(scalar.value()), around);
        pen.flushLine(around.line());
        pen.flushFoot(around.line());
      }
    }
  }

  /** Before a node: the head comments, and for an element of a sequence its dash. */
  private void begin(List<String> head, Block around) {
    pen.waitHead(head);
    if (around.isSequence || around.indent < 0) {
      pen.flushHead(around.line());
    }
    if (around.isSequence) {
      pen.startLine(around.indent);
      pen.blockIndicator("-");
    }
  }

  private void mapping(Node.Mapping mapping, YamlComments comments, Block around) {
    YamlComments.Grouped grouped = YamlComments.group(mapping.items());
    begin(comments.headWith(grouped.head()), around);
    if (grouped.parts().isEmpty()) {
      emptyMapping(comments, around);
      return;
    }
    pen.flushLine(around.line());
    pen.flushFoot(around.line());
    Block block = new Block(deeper(around), false);
    for (YamlComments.Part part : grouped.parts()) {
      if (part.item() instanceof Node.Entry entry) {
        entry(entry, part.comments(), block);
      }
    }
    pen.waitTail(grouped.parts().getLast().comments().foot());
    pen.waitLine(comments.line());
    pen.waitFoot(comments.foot());
    pen.flushHead(block.indent);
  }

  private void emptyMapping(YamlComments comments, Block around) {
    pen.open("{");
    pen.flushLine(around.line());
    pen.flushFoot(around.line());
    pen.waitLine(comments.line());
    pen.waitFoot(comments.foot());
    pen.flushHead(deeperFlow(around));
    pen.text("}");
    pen.flushLine(around.line());
    pen.flushFoot(around.line());
  }

  private void entry(Node.Entry entry, YamlComments comments, Block block) {
    pen.waitHead(comments.head());
    pen.flushHead(block.indent);
    pen.startLine(block.indent);
    pen.keepLineForKey();
    YamlScalar key = YamlScalar.ofText(entry.key());
    boolean simple = !key.hasLines() && key.keyLength() <= LONGEST_SIMPLE_KEY;
    if (simple) {
      scalar(key, block);
      pen.text(":");
    } else {
      pen.blockIndicator("?");
      scalar(key, block);
      pen.startLine(block.indent);
      pen.blockIndicator(":");
    }
    if (entry.value() instanceof Node.Scalar) {
      pen.waitLine(comments.line());
      pen.giveLineToScalar();
    } else {
      pen.flushKeyLine(block.indent);
    }
    node(entry.value(), new YamlComments(List.of(), comments.line(), List.of()), block);
  }

  private void sequence(Node.Sequence sequence, YamlComments comments, Block around) {
    YamlComments.Grouped grouped = YamlComments.group(sequence.items());
    begin(comments.headWith(grouped.head()), around);
    if (grouped.parts().isEmpty()) {
      pen.open("[");
      pen.flushLine(around.line());
      pen.flushFoot(around.line());
      pen.waitLine(comments.line());
      pen.waitFoot(comments.foot());
      if (pen.atLineStart()) {
        pen.startLine(around.line());
      }
      pen.text("]");
      pen.flushLine(around.line());
      pen.flushFoot(around.line());
      return;
    }
    pen.flushLine(around.line());
    pen.flushFoot(around.line());
    Block block = new Block(deeper(around), true);
    for (YamlComments.Part part : grouped.parts()) {
      if (part.item() instanceof Node.Element(Node value)) {
        node(value, part.comments(), block);
      }
    }
    pen.waitLine(comments.line());
    pen.waitFoot(comments.foot());
  }

  private void scalar(YamlScalar scalar, Block around) {
    String text = scalar.text();
    switch (scalar.style()) {
      case PLAIN -> pen.word(scalar.tag() + text);
      case SINGLE_QUOTED -> pen.word(scalar.tag() + "'" + text.replace("'", "''") + "'");
      case DOUBLE_QUOTED -> pen.word(scalar.tag() + DoubleQuotes.around(text));
      case LITERAL -> literal(scalar, around);
    }
  }

  private void literal(YamlScalar scalar, Block around) {
    int indent = deeperFlow(around);
    String text = scalar.text();
    boolean hinted = text.startsWith(" ") || text.startsWith("\n");
    // the hint counts from the block around; go-yaml counts wrongly inside sequences
    String hint = hinted ? Integer.toString(indent - around.line()) : "";
    pen.word(scalar.tag() + "|" + hint + chomping(text));
    pen.endHeader(indent);
    for (String line : lines(text)) {
      if (!line.isEmpty()) {
        pen.startLine(indent);
        pen.text(line);
      }
      pen.newline();
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
