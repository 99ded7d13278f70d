package dev.secretsync.github;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GitHub answered.
 *
 * @param status of HTTP
 * @param headers of HTTP
 * @param body missing where there is none, or where it is no JSON
 */
record Reply(int status, HttpHeaders headers, JsonNode body) {
  private static final int OK = 200;
  private static final int REDIRECT = 300;
  private static final int CLIENT = 400;
  private static final int SERVER = 500;

  /** One link of the header that pages are found by. */
  private static final Pattern NEXT = Pattern.compile("<([^<>]*)>\\s*;\\s*rel=\"next\"");

  boolean good() {
    return status >= OK && status < REDIRECT;
  }

  boolean redirects() {
    return status >= REDIRECT && status < CLIENT && header("location").isPresent();
  }

  boolean broken() {
    return status >= SERVER;
  }

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  Optional<String> nextPage() {
    return header("link").map(NEXT::matcher).filter(Matcher::find).map(found -> found.group(1));
  }
}
