package io.promptflow4j.core.model.connection.store;

import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts secrets for the store: each with AES-256-GCM under a key of its own, and that key under
/// one of the [VaultKeys]. Connection and field are bound into each ciphertext, so one that is
/// altered or moved elsewhere does not open.
///
/// What version 1 sealed, directly under the vault's key, opens too.
final class SecretVault {

  private static final String ANY = "enc:v";
  private static final String DIRECT = "enc:v1:";
  private static final String ENVELOPE = "enc:v2:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int WRAPPED_BYTES = NONCE_BYTES + VaultKeys.KEY_BYTES + TAG_BITS / 8;

  private final VaultKeys keys;
  private final SecureRandom random = new SecureRandom();

  SecretVault(VaultKeys keys) {
    this.keys = keys;
  }

  static boolean isSealed(String text) {
    return text.startsWith(ANY);
  }

  /// Whether `text` was sealed with the current key, in the current way.
  boolean isUpToDate(String text) {
    return text.startsWith(ENVELOPE + keys.current().id() + ":");
  }

  String seal(String connection, String field, Secret secret) {
    byte[] own = new byte[VaultKeys.KEY_BYTES];
    random.nextBytes(own);
    byte[] plain = secret.reveal().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] wrapped = encrypted(keys.current().key(), aad(connection, field, "key"), own);
      byte[] sealed =
          encrypted(new SecretKeySpec(own, "AES"), aad(connection, field, "secret"), plain);
      byte[] all = Arrays.copyOf(wrapped, wrapped.length + sealed.length);
      System.arraycopy(sealed, 0, all, wrapped.length, sealed.length);
      return ENVELOPE + keys.current().id() + ":" + Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has AES/GCM", impossible);
    } finally {
      Arrays.fill(own, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  /// @throws ConnectionException if it was sealed with another key, for another field, or altered
  Secret open(String connection, String field, String text) {
    try {
      byte[] plain =
          text.startsWith(DIRECT)
              ? openDirect(connection, field, text.substring(DIRECT.length()))
              : openEnvelope(connection, field, text);
      return new Secret(new String(plain, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException broken) {
      throw new ConnectionException(
          ("'%s' of the stored connection '%s' can't be decrypted: the store or its key file was"
                  + " changed; set it again with 'pf connection update --name %s --set %s=…'")
              .formatted(field, connection, connection, field),
          broken);
    }
  }

  private byte[] openEnvelope(String connection, String field, String text)
      throws GeneralSecurityException {
    String[] parts = text.split(":", -1);
    if (!text.startsWith(ENVELOPE) || parts.length != 4) {
      throw new IllegalArgumentException("not an envelope");
    }
    SecretKey key = keys.named(parts[2]).key();
    byte[] all = Base64.getDecoder().decode(parts[3]);
    if (all.length < WRAPPED_BYTES) {
      throw new IllegalArgumentException("too short");
    }
    byte[] own = decrypted(key, aad(connection, field, "key"), Arrays.copyOf(all, WRAPPED_BYTES));
    return decrypted(
        new SecretKeySpec(own, "AES"),
        aad(connection, field, "secret"),
        Arrays.copyOfRange(all, WRAPPED_BYTES, all.length));
  }

  private byte[] openDirect(String connection, String field, String base64)
      throws GeneralSecurityException {
    byte[] all = Base64.getDecoder().decode(base64);
    GeneralSecurityException last = new GeneralSecurityException("no key");
    for (VaultKeys.Named key : keys.all()) {
      try {
        return decrypted(key.key(), (connection + "\0" + field + "\0v1"), all);
      } catch (GeneralSecurityException another) {
        last = another;
      }
    }
    throw last;
  }

  private static String aad(String connection, String field, String part) {
    return connection + "\0" + field + "\0v2\0" + part;
  }

  private byte[] encrypted(SecretKey key, String aad, byte[] plain)
      throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(plain);
    byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
    return all;
  }

  private static byte[] decrypted(SecretKey key, String aad, byte[] all)
      throws GeneralSecurityException {
    if (all.length < NONCE_BYTES) {
      throw new IllegalArgumentException("too short");
    }
    return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(all, NONCE_BYTES), aad)
        .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String aad)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
