package dev.secretsync.document;

import dev.secretsync.model.SourceLocation;

/**
 * One document of a file.
 *
 * @param index its number in the file, from 0
 * @param root what it holds; an empty mapping where it is empty
 */
public record Document(int index, Node root) {
  /** Where it begins. */
  public SourceLocation at() {
    return root.at();
  }
}
