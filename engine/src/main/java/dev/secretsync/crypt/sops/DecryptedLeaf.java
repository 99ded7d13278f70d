package dev.secretsync.crypt.sops;

import dev.secretsync.model.SecretBytes;

/**
 * A decrypted value.
 *
 * @param type what it was when it was encrypted; anything but text is no value of a Secret
 * @param bytes the text itself, or how SOPS spells the number, boolean or time
 */
public record DecryptedLeaf(LeafType type, SecretBytes bytes) {}
