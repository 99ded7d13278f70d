package dev.secretsync.saved;

import dev.secretsync.report.ApplyRecord;
import dev.secretsync.report.Document;
import dev.secretsync.report.ReportSamples;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Results of several runs put together, as every report takes them. */
public final class MergedDocuments {
  private static final int SHARDS = 4;

  private MergedDocuments() {}

  /** By name; one of all parts and one that misses some. */
  public static Map<String, Document> all(Path folder) {
    ApplyRecord.Ended whole = TestResults.ended(ReportSamples.mixed());
    ApplyRecord.Ended everything = TestResults.ended(TestResults.everything());
    return Map.of(
        "merged-whole",
        merged(folder.resolve("whole"), TestResults.split(whole, 3, new Random(3))),
        "merged-incomplete",
        merged(folder.resolve("incomplete"), TestResults.shards(everything, SHARDS).subList(0, 2)));
  }

  private static Document merged(Path prefix, List<ApplyRecord> records) {
    List<SavedResult> parts = new ArrayList<>();
    for (ApplyRecord record : records) {
      String name = prefix.getFileName() + "-" + parts.size() + ".json";
      parts.add(TestResults.saved(prefix.resolveSibling(""), name, record));
    }
    return MergedResult.of(parts).document();
  }
}
