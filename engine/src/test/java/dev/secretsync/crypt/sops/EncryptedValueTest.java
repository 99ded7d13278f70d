package dev.secretsync.crypt.sops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.secretsync.crypt.age.KeyMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncryptedValueTest {
  private static final String IV = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  private static byte[] key() {
    byte[] key = new byte[EncryptedValue.DATA_KEY_SIZE];
    Arrays.fill(key, (byte) 'k');
    return key;
  }

  private static Optional<String> decrypt(String text, String associated) {
    try (KeyMemory memory = new KeyMemory()) {
      return EncryptedValue.parse(text)
          .flatMap(value -> value.decrypt(new ValueKey(key()), associated, memory))
          .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @DisplayName("formats.md 1.2: the vectors that real sops made")
  @CsvSource(
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "stringData:password:,str,hunter2,f6n896SzYQ==,wdJiNptt0s9cgNu3DrzUBA==",
        "a:,int,-42,Ouig,aTPXCEbZ0HXDHnqyRHZ9AQ==",
        "f:,float,1000000,Juyis/HxYw==,dEYOAfyLUx2PdThlQaUZWw==",
        "b:,bool,True,Q67n5g==,eN0ZZkNtIOZAjfuOj6ShGQ==",
        "t:,time,2006-01-02T15:04:05+07:06,JeyitezxYtz7oQNSuw+68tOtEsdJ7LrxPA==,h7Pf32s0v7V1ixJ3kWEhvA==",
        ":,comment,\" head\",N7T34qU=,p+EcoUXqLCqgQu3Id2tCJw==",
        "l:,str,one,eLL3,YgDNAJj0FBm+VOO+oYRAcA==",
      })
  void valuesOfRealSopsDecryptAtTheirPlaceOnly(
      String associated, String type, String plaintext, String data, String tag) {
    String text = "ENC[AES256_GCM,data:%s,iv:%s,tag:%s,type:%s]".formatted(data, IV, tag, type);
    assertThat(decrypt(text, associated)).contains(plaintext);
    assertThat(decrypt(text, "x" + associated)).isEmpty();
    assertThat(decrypt(text.replace("data:", "data:AAAA"), associated)).isEmpty();
  }

  @ParameterizedTest
  @DisplayName("formats.md 1.2: what we read more strictly than sops")
  @ValueSource(
      strings = {
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str] ",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str",
        " ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYQ,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYR==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n8 96SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzU,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:STR]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:]",
        "ENC[AES256_GCM,iv:AAEC,data:f6n896SzYQ==,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[AES256_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str,x:y]",
        "ENC[AES128_GCM,data:f6n896SzYQ==,iv:AAEC,tag:wdJiNptt0s9cgNu3DrzUBA==,type:str]",
        "ENC[]",
        "",
      })
  void malformedValuesAreNone(String text) {
    assertThat(EncryptedValue.parse(text)).isEmpty();
  }
}
