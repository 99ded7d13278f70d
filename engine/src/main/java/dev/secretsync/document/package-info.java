/**
 * In: the text of one file.
 *
 * <p>Out: its documents as typed nodes with line and column; the only SnakeYAML.
 *
 * <p>Never: construct an object that a document names, or show a line of the text.
 */
@NullMarked
package dev.secretsync.document;

import org.jspecify.annotations.NullMarked;
