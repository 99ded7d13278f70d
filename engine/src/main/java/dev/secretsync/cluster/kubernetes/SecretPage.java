package dev.secretsync.cluster.kubernetes;

import dev.secretsync.cluster.LiveSecret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a LIST.
 *
 * @param secrets in the order of the server
 * @param next the {@code continue} token; empty on the last page
 */
record SecretPage(List<LiveSecret> secrets, String next) {
  SecretPage {
    secrets = List.copyOf(secrets);
  }

  static SecretPage read(Answer answer) throws IOException {
    List<LiveSecret> secrets = new ArrayList<>();
    String[] next = {""};
    boolean[] list = {false};
    try (var json = answer.json()) {
      json.nextToken();
      Json.fields(
          json,
          field -> {
            switch (field) {
              case "metadata" ->
                  Json.fields(
                      json,
                      meta -> {
                        if (meta.equals("continue")) {
                          next[0] = Json.text(json);
                        } else {
                          json.skipChildren();
                        }
                      });
              case "items" -> {
                list[0] = true;
                Json.elements(json, () -> secrets.add(SecretReader.read(json)));
              }
              default -> json.skipChildren();
            }
          });
    }
    if (!list[0]) {
      // an answer without items is no empty list: a namespace must never look empty by mistake
      throw Json.unexpected();
    }
    return new SecretPage(secrets, next[0]);
  }
}
