/**
 * In: an OpenPGP message or the fingerprint of a key, and the keyrings of the runner.
 *
 * <p>Out: what the message holds, or a message for that key.
 *
 * <p>Never: sign or verify; SOPS does neither, so a file proves nothing about who wrote it.
 */
@NullMarked
package dev.secretsync.crypt.pgp;

import org.jspecify.annotations.NullMarked;
