package dev.secretsync.crypt.sops;

import dev.secretsync.model.SourceLocation;

/**
 * One key of a {@code sops} block with the data key, or a share of it, wrapped for it.
 *
 * @param key whom it says it is for
 * @param enc the wrapped bytes as they stand in the file; what they look like depends on the kind
 * @param createdAt RFC 3339, or empty: age keys have none
 */
record WrappedKey(MasterKey key, String enc, String createdAt, SourceLocation at) {}
