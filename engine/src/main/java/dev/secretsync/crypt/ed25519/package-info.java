/**
 * In: key files as OpenSSL and OpenSSH write them, and messages.
 *
 * <p>Out: signatures, and whether one is good.
 *
 * <p>Never: know what the message is.
 */
@NullMarked
package dev.secretsync.crypt.ed25519;

import org.jspecify.annotations.NullMarked;
