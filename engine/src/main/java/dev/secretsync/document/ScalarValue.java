package dev.secretsync.document;

import dev.secretsync.model.SecretBytes;

/**
 * The types of leaves that SOPS knows (formats.md 1.1, 1.4). What stands in a repository may be a
 * secret that nobody encrypted, and trees of opened files hold plaintext, so none of them prints
 * what it holds, and hashes of texts and bytes say nothing about them.
 */
public sealed interface ScalarValue {
  record Null() implements ScalarValue {}

  record Bool(boolean value) implements ScalarValue {
    @Override
    public String toString() {
      return "Bool";
    }
  }

  record Int(long value) implements ScalarValue {
    @Override
    public String toString() {
      return "Int";
    }
  }

  record FloatingPoint(double value) implements ScalarValue {
    @Override
    public String toString() {
      return "FloatingPoint";
    }
  }

  /** A timestamp in the form that SOPS hashes: RFC 3339, trailing zeros of the fraction cut. */
  record Time(String rfc3339) implements ScalarValue {
    @Override
    public String toString() {
      return "Time";
    }
  }

  record Text(String value) implements ScalarValue {
    @Override
    public String toString() {
      return "Text";
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** {@code !!binary}, or a text of SOPS that is no UTF-8. */
  record Binary(SecretBytes bytes) implements ScalarValue {
    @Override
    public String toString() {
      return "Binary";
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }

  /** A number that no SOPS type can hold, such as one above 2^63-1. */
  record Unrepresentable() implements ScalarValue {}
}
