/**
 * In: documents, findings, lists and explanations.
 *
 * <p>Out: JSON for programs (cli.md 2.3 to 2.6), the same bytes for the same input.
 *
 * <p>Never: name plaintext.
 */
@NullMarked
package dev.secretsync.report.json;

import org.jspecify.annotations.NullMarked;
