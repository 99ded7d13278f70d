package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.document.Document;
import dev.secretsync.document.Limits;
import dev.secretsync.document.RandomTrees;
import dev.secretsync.document.YamlReader;
import dev.secretsync.document.YamlWriter;
import dev.secretsync.model.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a three-way merge of trees takes from whom. */
class TreeMergeTest {
  private static final int TREES = 400;

  @Test
  @DisplayName("property: changes that do not overlap merge to what both make of the base")
  void changesApartMergeToBoth() {
    int changed = 0;
    for (long seed = 1; seed <= TREES; seed++) {
      List<Document> base = RandomTrees.any(seed);
      List<TreeEdits.Edit> edits = TreeEdits.apart(base, 2 + (int) (seed % 9), seed);
      List<TreeEdits.Edit> mine = new ArrayList<>();
      List<TreeEdits.Edit> others = new ArrayList<>();
      edits.forEach(edit -> (mine.size() <= others.size() ? mine : others).add(edit));

      List<Document> ours = TreeEdits.apply(base, mine);
      List<Document> theirs = TreeEdits.apply(base, others);
      TreeMerge.Merged merged = TreeMerge.merge(base, ours, theirs);

      assertThat(merged.conflicts()).as("tree %d", seed).isEmpty();
      assertThat(merged.isSame(TreeEdits.apply(theirs, mine)))
          .as("tree %d, %s and %s", seed, mine, others)
          .isTrue();
      changed += edits.size();
    }
    assertThat(changed).isGreaterThan(TREES * 2);
  }

  @Test
  @DisplayName("property: a side that changed nothing leaves the other side, as it is")
  void oneSideAloneIsTaken() {
    for (long seed = 1; seed <= TREES; seed++) {
      List<Document> base = RandomTrees.any(seed);
      List<Document> other = RandomTrees.any(seed + TREES);
      assertThat(TreeMerge.merge(base, base, other).isSame(other)).isTrue();
      assertThat(TreeMerge.merge(base, other, base).isSame(other)).isTrue();
      assertThat(TreeMerge.merge(base, other, other).isSame(other)).isTrue();
      assertThat(TreeMerge.merge(base, other, other).conflicts()).isEmpty();
    }
  }

  @Test
  @DisplayName("property: whoever merges finds as many conflicts")
  void conflictsDoNotDependOnTheSide() {
    int found = 0;
    for (long seed = 1; seed <= TREES; seed++) {
      List<Document> base = RandomTrees.any(seed);
      List<Document> ours = TreeEdits.apply(base, TreeEdits.apart(base, 3, seed));
      List<Document> theirs = TreeEdits.apply(base, TreeEdits.apart(base, 3, seed + TREES));
      TreeMerge.Merged merged = TreeMerge.merge(base, ours, theirs);
      assertThat(TreeMerge.merge(base, theirs, ours).conflicts()).hasSameSizeAs(merged.conflicts());
      found += merged.conflicts().size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void keysThatTheyAddedFollowTheirNeighbour() {
    merges("a: 1\nb: 2\n", "a: 1\nb: 2\nours: 3\n", "a: 1\nnew: 0\nnewer: 0\nb: 2\nlast: 9\n")
        .into("a: 1\nnew: 0\nnewer: 0\nb: 2\nlast: 9\nours: 3\n");
    merges("a: 1\nb: 2\n", "a: 1\n", "first: 0\na: 1\nb: 2\nc: 3\n").into("first: 0\na: 1\nc: 3\n");
  }

  @Test
  void aKeyThatBothAddedAlikeIsThereOnce() {
    merges("a: 1\n", "a: 1\nnew: x\n", "a: 1\nnew: x\n").into("a: 1\nnew: x\n");
    merges("a: 1\n", "a: 1\nnew: {q: 1}\n", "a: 1\nnew: {p: 2}\n")
        .into("a: 1\nnew:\n    p: 2\n    q: 1\n");
  }

  @Test
  void whatBothChangedDifferentlyStaysOurs() {
    merges("a: {b: 1, c: 1}\n", "a: {b: 2, c: 1}\n", "a: {b: 3, c: 4}\n")
        .into("a:\n    b: 2\n    c: 4\n", "a.b");
    merges("a: 1\n", "a: 1\nnew: x\n", "a: 1\nnew: y\n").into("a: 1\nnew: x\n", "new");
    merges("a: 1\n", "a: 2\n", "a: {b: 1}\n").into("a: 2\n", "a");
  }

  @Test
  void whatOneRemovedAndTheOtherChangedIsAConflict() {
    merges("a: 1\nb: 2\n", "b: 2\n", "a: 3\nb: 2\n").into("b: 2\n", "a");
    merges("a: 1\nb: 2\n", "a: 3\nb: 2\n", "b: 2\n").into("a: 3\nb: 2\n", "a");
  }

  @Test
  void aRenamedKeyIsOneRemovedAndOneAdded() {
    merges("a: 1\nb: 2\nc: 3\n", "a: 1\nrenamed: 2\nc: 3\n", "a: 9\nb: 2\nc: 3\n")
        .into("a: 9\nrenamed: 2\nc: 3\n");
    merges("a: 1\nb: 2\n", "a: 1\nrenamed: 2\n", "a: 1\nb: 9\n").into("a: 1\nrenamed: 2\n", "b");
  }

  @Test
  void listsOfOneLengthMergeByElement() {
    merges("l: [1, 2, 3]\n", "l: [9, 2, 3]\n", "l: [1, 2, 8]\n")
        .into("l:\n    - 9\n    - 2\n    - 8\n");
    merges("l: [1, 2]\n", "l: [9, 2]\n", "l: [8, 2]\n").into("l:\n    - 9\n    - 2\n", "l.0");
  }

  @Test
  void listsOfOtherLengthsAreTakenWhole() {
    merges("l: [1, 2]\n", "l: [1, 2]\n", "l: [0, 1, 2]\n").into("l:\n    - 0\n    - 1\n    - 2\n");
    merges("l: [1, 2]\n", "l: [1, 3]\n", "l: [1, 2, 4]\n").into("l:\n    - 1\n    - 3\n", "l");
  }

  @Test
  void commentsFollowTheItemThatTheyPrecede() {
    merges("# one\na: 1\nb: 2\n", "# uno\na: 1\nb: 2\n", "# one\na: 9\nb: 2 # two\n")
        .into("# uno\na: 9\nb: 2 # two\n");
    merges("# one\na: 1\nb: 2\n", "# one\na: 1\nb: 9\n", "b: 2\n").into("b: 9\n");
  }

  @Test
  void commentLinesMergeWhereTheyDoNotOverlap() {
    merges("# x\n# y\na: 1\n", "# X\n# y\na: 1\n", "# x\n# Y\na: 1\n").into("# X\n# Y\na: 1\n");
    merges("# x\na: 1\n", "# X\na: 1\n", "# Z\na: 1\n").into("# X\na: 1\n", "a comment at a");
    merges("a: 1\n", "# X\na: 1\n", "# Z\na: 1\n").into("# X\na: 1\n", "a comment at a");
  }

  @Test
  void aLastCommentThatBothAppendBelowIsThereOnce() {
    merges("a: 1\n# end\n", "a: 1\n# end\nb: 2\n", "a: 1\n# end\nc: 3\n")
        .into("a: 1\n# end\nc: 3\nb: 2\n");
  }

  @Test
  void documentsMergeByNumber() {
    merges("a: 1\n---\nb: 1\n", "a: 2\n---\nb: 1\n", "a: 1\n---\nb: 3\n").into("a: 2\n---\nb: 3\n");
    merges("a: 1\n---\nb: 1\n", "a: 1\n---\nb: 2\n", "a: 1\n---\nb: 3\n")
        .into("a: 1\n---\nb: 2\n", "b in document 2");
  }

  @Test
  void documentsThatBothAppendedAreBothThere() {
    merges("a: 1\n", "a: 1\n---\nours: 1\n", "a: 1\n---\ntheirs: 1\n")
        .into("a: 1\n---\nours: 1\n---\ntheirs: 1\n");
    merges("a: 1\n", "a: 1\n---\nboth: 1\n", "a: 1\n---\nboth: 1\n").into("a: 1\n---\nboth: 1\n");
  }

  @Test
  void aRemovedDocumentDoesNotMakeOthersChangePlaces() {
    merges(
            "a: 1\n---\nb: 1\n---\nc: 1\n",
            "a: 1\n---\nb: 1\nnew: 1\n---\nc: 1\n",
            "b: 1\n---\nc: 1\n")
        .into("a: 1\n---\nb: 1\nnew: 1\n---\nc: 1\n", "the number of documents");
    merges("a: 1\n---\nb: 1\n", "a: 1\n---\nb: 1\n", "b: 1\n").into("b: 1\n");
  }

  @Test
  void namesOfPlacesCannotMoveTheCursor() {
    assertThat(merges("\"a\\e[2J\": 1\n", "\"a\\e[2J\": 2\n", "\"a\\e[2J\": 3\n").conflicts())
        .containsExactly("a\uFFFD[2J");
  }

  private static Expectation merges(String base, String ours, String theirs) {
    return new Expectation(TreeMerge.merge(read(base), read(ours), read(theirs)));
  }

  private record Expectation(TreeMerge.Merged merged) {
    List<String> conflicts() {
      return merged.conflicts();
    }

    void into(String text, String... conflicts) {
      assertThat(new String(YamlWriter.write(merged.documents(), 4), StandardCharsets.UTF_8))
          .isEqualTo(text);
      assertThat(merged.conflicts()).containsExactly(conflicts);
    }
  }

  private static List<Document> read(String yaml) {
    Problems problems = new Problems();
    List<Document> documents =
        YamlReader.read("f", yaml.getBytes(StandardCharsets.UTF_8), Limits.LOCAL, problems);
    assertThat(problems.all()).isEmpty();
    return documents;
  }
}
