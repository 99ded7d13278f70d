package dev.secretsync.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class ManagersUpgradeTest {

  private static void isUpgraded(String before, String after) throws JsonProcessingException {
    assertThat(ManagersUpgrade.upgraded(Json.TREES.readTree(before)))
        .isEqualTo(Json.TREES.readTree(after));
  }

  @Test
  void entryOfOurPostBecomesAnApply() throws JsonProcessingException {
    isUpgraded(
        """
        [{"manager": "secretsync", "operation": "Update", "fieldsV1": {"f:data": {"f:a": {}}}},
         {"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}}}}]
        """,
        """
        [{"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}}}},
         {"manager": "secretsync", "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}}]
        """);
  }

  @Test
  void bothOfOurEntriesBecomeOne() throws JsonProcessingException {
    isUpgraded(
        """
        [{"manager": "secretsync", "operation": "Apply",
          "fieldsV1": {"f:data": {".": {}, "f:a": {}, "f:c": {}}, "f:type": {}}},
         {"manager": "secretsync", "operation": "Update",
          "fieldsV1": {"f:data": {"f:a": {}, "f:b": {}}, "f:immutable": {}}}]
        """,
        """
        [{"manager": "secretsync", "operation": "Apply", "fieldsV1":
          {"f:data": {".": {}, "f:a": {}, "f:c": {}, "f:b": {}}, "f:type": {}, "f:immutable": {}}}]
        """);
  }

  @Test
  void othersAreLeftAsTheyAre() throws JsonProcessingException {
    String others =
        """
        [{"manager": "kubectl", "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}}}}]
        """;
    isUpgraded(others, others);
  }
}
