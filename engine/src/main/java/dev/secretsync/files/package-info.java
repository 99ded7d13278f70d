/**
 * In: encrypted and plain files of a work tree, as people edit them.
 *
 * <p>Out: the same files encrypted, decrypted, changed, merged or checked.
 *
 * <p>Never: leave plaintext in a file that nobody asked for, or a file half written.
 */
@NullMarked
package dev.secretsync.files;

import org.jspecify.annotations.NullMarked;
