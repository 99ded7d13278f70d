/**
 * In: Markdown that was rendered already, drift reports, and what GitHub Actions says of its run.
 *
 * <p>Out: one comment on a pull request, one issue about drift.
 *
 * <p>Never: believe a marker that another author wrote; show a token, or send it to another host.
 */
@NullMarked
package dev.secretsync.github;

import org.jspecify.annotations.NullMarked;
