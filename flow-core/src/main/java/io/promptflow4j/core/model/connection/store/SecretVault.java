package io.promptflow4j.core.model.connection.store;

import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets for the store with AES-256-GCM. Connection and field are bound into each
/// ciphertext, so one that is altered or moved elsewhere does not open.
final class SecretVault {

  private static final String PREFIX = "enc:v1:";
  private static final int NONCE_BYTES = 12;
  private static final int KEY_BYTES = 32;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private SecretVault(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  /// The vault of the key in `keyFile`, which is made on first use, readable by its owner alone.
  ///
  /// @throws ConnectionException if the file can't be made or does not hold a key
  static SecretVault open(Path keyFile) {
    try {
      return new SecretVault(decoded(keyFile, existingOrNew(keyFile)));
    } catch (IOException broken) {
      throw new ConnectionException(
          "the key file '%s' can't be read or made".formatted(keyFile), broken);
    }
  }

  private static String existingOrNew(Path keyFile) throws IOException {
    try {
      return Files.readString(keyFile);
    } catch (NoSuchFileException _) {
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      PrivateFiles.createFolder(PrivateFiles.folderOf(keyFile));
      PrivateFiles.createOnce(keyFile, Base64.getEncoder().encode(fresh));
      return Files.readString(keyFile);
    }
  }

  private static byte[] decoded(Path keyFile, String text) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException _) { // said below, without the text
    }
    throw new ConnectionException(
        ("the key file '%s' does not hold a key of 32 bytes in base64; restore it, or delete it and"
                + " store the connections again")
            .formatted(keyFile));
  }

  static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  String seal(String connection, String field, Secret secret) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, connection, field);
      byte[] sealed = cipher.doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
      System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
      return PREFIX + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES/GCM", impossible);
    }
  }

  /// @throws ConnectionException if it was sealed with another key, for another field, or altered
  Secret open(String connection, String field, String text) {
    try {
      byte[] all = Base64.getDecoder().decode(text.substring(PREFIX.length()));
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), connection, field);
      byte[] plain = cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
      return new Secret(new String(plain, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new ConnectionException(
          ("'%s' of the stored connection '%s' can't be decrypted: the store or its key file was"
                  + " changed; set it again with 'pf connection update --name %s --set %s=…'")
              .formatted(field, connection, connection, field),
          broken);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String connection, String field)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((connection + "\0" + field + "\0v1").getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
