/**
 * In: documents, findings, lists and explanations.
 *
 * <p>Out: lines for people in a terminal, and manifests for {@code kubectl}.
 *
 * <p>Never: let a name move the cursor or change the colour.
 */
@NullMarked
package dev.secretsync.report.text;

import org.jspecify.annotations.NullMarked;
