package dev.secretsync.declare;

import dev.secretsync.model.SourceLocation;

/**
 * A valid declaration of a kind that {@code plan} does not know yet.
 *
 * @param kind {@code Policy}
 */
public record OtherKind(String kind, String name, SourceLocation at) {}
