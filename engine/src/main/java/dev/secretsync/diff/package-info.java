/**
 * In: desired and live Secrets.
 *
 * <p>Out: differences: addresses, field names, causes; never values.
 *
 * <p>Never: do I/O.
 */
@NullMarked
package dev.secretsync.diff;

import org.jspecify.annotations.NullMarked;
