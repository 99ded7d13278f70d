package dev.secretsync.report.text;

import dev.secretsync.inspect.ListedSecret;
import dev.secretsync.inspect.Listing;
import dev.secretsync.inspect.Place;
import dev.secretsync.inspect.Standing;
import dev.secretsync.report.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The Secrets of a fleet for people: one row each, in columns as wide as they need to be. */
public final class ListText {
  private static final List<String> HEADINGS =
      List.of("NAME", "OWNER", "SOURCE", "STATUS", "TARGETS", "KEYS", "ADOPTED", "LAST CHANGE");

  /** As many clusters or projects are named for each standing; more are counted. */
  private static final int NAMED = 4;

  private ListText() {}

  /** Writes the table. */
  public static void write(Listing listing, PrintWriter out) {
    if (listing.secrets().isEmpty()) {
      out.println("No Secrets are declared, and no cluster offers any.");
      return;
    }
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    listing.secrets().forEach(secret -> rows.add(row(secret)));
    List<Integer> widths =
        IntStream.range(0, HEADINGS.size())
            .mapToObj(
                column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toList();
    rows.forEach(row -> out.println(line(row, widths)));
    out.flush();
  }

  private static String line(List<String> row, List<Integer> widths) {
    return IntStream.range(0, row.size())
        .mapToObj(
            column -> row.get(column) + " ".repeat(widths.get(column) - row.get(column).length()))
        .collect(Collectors.joining("   "))
        .stripTrailing();
  }

  private static List<String> row(ListedSecret secret) {
    return List.of(
        Shown.name(secret.name()),
        Shown.name(secret.owner().words()),
        Shown.name(secret.owner().source()),
        secret.status().shown(),
        secret.places().isEmpty() ? "---" : targets(secret.places()),
        String.valueOf(secret.keys().size()),
        secret.adopted() ? "yes" : "no",
        secret.written().map(Shown::time).orElse("---"));
  }

  private static String targets(List<Place> places) {
    Map<Standing, List<String>> byStanding = new TreeMap<>();
    places.forEach(place ->
        byStanding
            .computeIfAbsent(place.standing(), _ -> new ArrayList<>())
            .add(Shown.name(target(place))));
    return byStanding.entrySet().stream()
        .map(entry -> clusters(entry.getValue()) + " " + entry.getKey().words())
        .collect(Collectors.joining("; "));
  }

  /** A Kargo has many places in one cluster. */
  private static String target(Place place) {
    return place.address().cluster() + place.project().map(name -> "/" + name).orElse("");
  }

  private static String clusters(List<String> names) {
    List<String> each = names.stream().distinct().toList();
    boolean projects = each.stream().anyMatch(name -> name.contains("/"));
    return each.size() > NAMED
        ? Shown.count(each.size(), projects ? "place" : "cluster")
        : String.join(", ", each);
  }
}
