package dev.secretsync.report.html;

import dev.secretsync.model.Diagnostic;
import java.util.Comparator;
import java.util.List;

/**
 * What an HTML report says, whatever it is about. Texts are as they came: only {@link HtmlPage}
 * makes them part of a page.
 *
 * @param kind what it is about, for the title
 * @param subject whose it is; may be empty
 * @param verdict what it comes to, in one sentence
 * @param tone how good that is
 * @param facts what was read and judged
 * @param figures the totals
 * @param notices what has to be seen before any single change
 * @param groups what several rows have in common
 * @param clusters what happens in each cluster
 * @param labels what rows are called, and what they are filtered by
 * @param rows the changes
 * @param diagnostics everything else that was found out
 */
record HtmlContent(
    String kind,
    String subject,
    String verdict,
    Tone tone,
    List<Fact> facts,
    List<Figure> figures,
    List<Notice> notices,
    List<Group> groups,
    Clusters clusters,
    Labels labels,
    List<Row> rows,
    List<Diagnostic> diagnostics) {

  HtmlContent {
    facts = List.copyOf(facts);
    figures = List.copyOf(figures);
    notices = List.copyOf(notices);
    groups = List.copyOf(groups);
    rows = rows.stream().sorted().toList();
    diagnostics = List.copyOf(diagnostics);
  }

  /** How something is coloured; it is always said in words too. */
  enum Tone {
    GOOD,
    CHANGE,
    DANGER,
    UNKNOWN,
    CALM
  }

  /** A name and what it is. */
  record Fact(String name, String value) {}

  /** One number of the totals. */
  record Figure(String symbol, int number, String words, Tone tone) {
    Tone shownTone() {
      return number == 0 ? Tone.CALM : tone;
    }
  }

  /** Something to read before the changes. */
  record Notice(Tone tone, String title, List<String> lines) {
    Notice {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What several rows have in common, for a filter of its own.
   *
   * @param name what it is, in a sentence
   * @param who who did it
   * @param when when it was done
   * @param notes what else is to be known
   * @param where in which clusters
   */
  record Group(
      String symbol,
      Tone tone,
      String name,
      String who,
      String when,
      String where,
      List<String> notes) {
    Group {
      notes = List.copyOf(notes);
    }
  }

  /** The table of clusters. */
  record Clusters(List<Column> columns, List<ClusterLine> lines) {
    Clusters {
      columns = List.copyOf(columns);
      lines = List.copyOf(lines);
    }

    static Clusters none() {
      return new Clusters(List.of(), List.of());
    }
  }

  /** A number of each cluster. */
  record Column(String symbol, String words) {}

  /** One cluster; without numbers where nothing is known about it. */
  record ClusterLine(String name, List<Integer> numbers, String status, Tone tone) {
    ClusterLine {
      numbers = List.copyOf(numbers);
    }
  }

  /**
   * What this report calls its rows.
   *
   * @param rows the title above them
   * @param none what is said where there are none
   * @param action what the badge in front of a row is
   * @param cause what the words behind it are
   */
  record Labels(String rows, String none, String action, String cause) {}

  /**
   * One change.
   *
   * @param rank what is dangerous has the lowest
   * @param symbol a sign for {@code action}
   * @param action one word
   * @param causes each one word or two
   * @param groups places of the groups that it is of, from 0
   * @param headline what it is, in a sentence
   */
  record Row(
      int rank,
      String symbol,
      String action,
      Tone tone,
      String cluster,
      String name,
      List<String> causes,
      List<Integer> groups,
      String headline,
      List<FieldLine> fields,
      List<Fact> facts)
      implements Comparable<Row> {
    private static final Comparator<Row> ORDER =
        Comparator.comparingInt(Row::rank)
            .thenComparing(Row::cluster)
            .thenComparing(Row::name)
            .thenComparing(Row::headline);

    /** A row that has nothing in common with others. */
    Row(
        int rank,
        String symbol,
        String action,
        Tone tone,
        String cluster,
        String name,
        List<String> causes,
        String headline,
        List<FieldLine> fields,
        List<Fact> facts) {
      this(rank, symbol, action, tone, cluster, name, causes, List.of(), headline, fields, facts);
    }

    Row {
      groups = List.copyOf(groups);
      causes = causes.stream().distinct().toList();
      fields = List.copyOf(fields);
      facts = List.copyOf(facts);
    }

    @Override
    public int compareTo(Row other) {
      return ORDER.compare(this, other);
    }
  }

  /** One field of a change. */
  record FieldLine(String symbol, Tone tone, String field, String what, String note) {}
}
