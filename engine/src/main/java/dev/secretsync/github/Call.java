package dev.secretsync.github;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Optional;

/**
 * One request to GitHub.
 *
 * @param method as HTTP names it
 * @param uri where it goes
 * @param body what it says
 * @param subject what errors say that it is about, such as {@code acme/fleet#12}
 * @param permission what a workflow's token needs for it
 */
record Call(String method, URI uri, Optional<ObjectNode> body, String subject, String permission) {
  Call to(URI other) {
    return new Call(method, other, body, subject, permission);
  }

  /** Whether doing it twice is the same as doing it once. */
  boolean repeatable() {
    return !method.equals("POST");
  }
}
