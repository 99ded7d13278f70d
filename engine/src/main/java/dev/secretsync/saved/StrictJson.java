package dev.secretsync.saved;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads JSON that somebody may have made to harm us, and takes none that has two readings. */
final class StrictJson {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME = 1 << 16;
  private static final int MAX_NUMBER = 20;

  /** A base64 text of a whole plan is the longest text that there is. */
  private static final ObjectMapper TREES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNameLength(MAX_NAME)
                          .maxNumberLength(MAX_NUMBER)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * The one object that these bytes are.
   *
   * @throws UnreadablePlan when they are anything else
   */
  static Entry read(byte[] json) {
    try {
      return new Entry(TREES.readTree(json));
    } catch (IOException _) { // its message quotes what it read
      throw new UnreadablePlan();
    }
  }
}
