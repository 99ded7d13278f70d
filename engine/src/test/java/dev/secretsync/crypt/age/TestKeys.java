package dev.secretsync.crypt.age;

/** TEST KEYS. They were made for these tests, stand in public, and protect nothing. */
final class TestKeys {
  static final String OWNER =
      "AGE-SECRET-KEY-1NG2SHVM35RVMMX5SJNCS8MNW8Z548553D5YN459GCQQFCKW44LSSK423RS";
  static final String OWNER_RECIPIENT =
      "age1jlapqar9atzqx24ljsa6mencs6g3g27eztgwkq9yxwdh8ejh992sm84vaj";
  static final String STRANGER =
      "AGE-SECRET-KEY-1CK2ANF9DZYF9GC7JNL8TXFMHZUNW5QM69LZ7HSAU06L3K84HTUPSEGLR2E";

  /** The text {@code hello}, as {@code age -a -r OWNER_RECIPIENT} wrote it. */
  static final String HELLO =
      """
      -----BEGIN AGE ENCRYPTED FILE-----
      YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBsZTZyd0UvVHhHUDBLOFBY
      TkJxS1ZOQzlsVzRWVTNGUWV2OHBXK25jSWxBCjFLaUwrck0vK0dFSFF0ZVVEbU9U
      RHNSWkpwcmdVU0tDMDlLbWZCb2RDYW8KLS0tIFh2TWdKYWlRMC9XMlRFNHdKMVJQ
      VGtOclpseUIwaUVWR29qNDJBY0U1cjAKKhwnx519YOirRRGROkVV6ydQl9fiUJtF
      l5ARYbItgtdf4V+qAg==
      -----END AGE ENCRYPTED FILE-----
      """;

  private TestKeys() {}
}
