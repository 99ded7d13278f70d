/**
 * In: the documents of a SOPS file and the runner's identities.
 *
 * <p>Out: its leaves as {@link dev.secretsync.model.SecretBytes}, after the MAC was checked.
 *
 * <p>Never: put a value into a message.
 */
@NullMarked
package dev.secretsync.crypt.sops;

import org.jspecify.annotations.NullMarked;
