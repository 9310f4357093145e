package io.promptflow4j.core.model.billing;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts the tokens of a text in the encoding of GPT-4o and later models. Other models count
/// somewhat differently.
///
/// The encoding is loaded when it is first needed, which takes a moment.
public final class TokenCounter {

  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  /// Beyond this, four letters count as a token: an exact count of a guess is not worth the time.
  private static final int LONGEST = 1_000_000;

  private TokenCounter() {}

  /// How many tokens a text has.
  public static long of(String text) {
    return text.length() > LONGEST ? text.length() / 4 : O200K.countTokensOrdinary(text);
  }
}
