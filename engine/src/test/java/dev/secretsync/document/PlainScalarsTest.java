package dev.secretsync.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What go-yaml v3.0.4 makes of unquoted scalars (formats.md 1.9). */
class PlainScalarsTest {
  @ParameterizedTest
  @DisplayName("formats.md 1.9: plain scalars resolve as go-yaml v3 does")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\"        | null",
        "~           | null",
        "null        | null",
        "Null        | null",
        "NULL        | null",
        "nUll        | text",
        "true        | bool true",
        "True        | bool true",
        "FALSE       | bool false",
        "tRue        | text",
        "yes         | text",
        "on          | text",
        "y           | text",
        "0           | int 0",
        "-0          | int 0",
        "+5          | int 5",
        "-42         | int -42",
        "1_000       | int 1000",
        "1_          | int 1",
        "_1          | text",
        "-_1         | int -1",
        "010         | int 8",
        "-010        | int -8",
        "08          | float 8.0",
        "0o17        | int 15",
        "-0o17       | int -15",
        "0O17        | int 15",
        "0o          | text",
        "0x1F        | int 31",
        "0X1f        | int 31",
        "0x_1F       | int 31",
        "0x          | text",
        "0xG         | text",
        "0b11        | int 3",
        "-0b11       | int -3",
        "0b2         | text",
        "0b          | text",
        "9223372036854775807   | int 9223372036854775807",
        "-9223372036854775808  | int -9223372036854775808",
        "9223372036854775808   | unrepresentable",
        "18446744073709551615  | unrepresentable",
        "18446744073709551616  | float 1.8446744073709552E19",
        "-9223372036854775809  | float -9.223372036854776E18",
        "0xFFFFFFFFFFFFFFFFF   | text",
        "1.5         | float 1.5",
        "1.          | float 1.0",
        ".5          | float 0.5",
        "+.5         | float 0.5",
        ".5_0        | text",
        "1_0.5       | float 10.5",
        "1e3         | float 1000.0",
        "1E+3        | float 1000.0",
        "-0.0        | float -0.0",
        "1e400       | text",
        "1e          | text",
        ".           | text",
        "-           | text",
        "+           | text",
        ".inf        | float Infinity",
        "+.Inf       | float Infinity",
        "-.INF       | float -Infinity",
        ".nan        | float NaN",
        ".NaN        | float NaN",
        ".iNf        | text",
        "inf         | text",
        "NaN         | text",
        "1:30        | text",
        "1d          | text",
        "٣           | text",
        "2024-01-01                      | time 2024-01-01T00:00:00Z",
        "2024-1-2                        | time 2024-01-02T00:00:00Z",
        "2006-01-02T15:04:05+07:06       | time 2006-01-02T15:04:05+07:06",
        "2006-1-2t3:4:5Z                 | time 2006-01-02T03:04:05Z",
        "2006-01-02T15:04:05.120Z        | time 2006-01-02T15:04:05.12Z",
        "2006-01-02T15:04:05.000Z        | time 2006-01-02T15:04:05Z",
        "2006-01-02T15:04:05.1234567899Z | time 2006-01-02T15:04:05.123456789Z",
        "2006-01-02T15:04:05-00:00       | time 2006-01-02T15:04:05Z",
        "2006-01-02T15:04:05-03:30       | time 2006-01-02T15:04:05-03:30",
        "2006-01-02 15:04:05             | time 2006-01-02T15:04:05Z",
        "2006-01-02 15:04:05.9           | time 2006-01-02T15:04:05.9Z",
        "2006-01-02 15:04:05 Z           | text",
        "2006-01-02T15:04:05             | text",
        "2024-02-30                      | text",
        "2024-13-01                      | text",
        "2023-02-29                      | text",
        "2006-01-02T24:00:00Z            | text",
        "02024-01-01                     | text",
      })
  void plainScalarsResolveAsGoYamlDoes(String text, String expected) {
    assertThat(shown(PlainScalars.resolve(text))).isEqualTo(expected);
  }

  static String shown(ScalarValue value) {
    return switch (value) {
      case ScalarValue.Null _ -> "null";
      case ScalarValue.Bool(boolean b) -> "bool " + b;
      case ScalarValue.Int(long n) -> "int " + n;
      case ScalarValue.FloatingPoint(double d) -> "float " + d;
      case ScalarValue.Time(String t) -> "time " + t;
      case ScalarValue.Text _ -> "text";
      case ScalarValue.Binary _ -> "binary";
      case ScalarValue.Unrepresentable _ -> "unrepresentable";
    };
  }
}
