/**
 * In: nothing but free ports on loopback.
 *
 * <p>Out: a story told with real commands on embedded API servers.
 *
 * <p>Never: be used by any other command.
 */
@NullMarked
package dev.secretsync.demo;

import org.jspecify.annotations.NullMarked;
