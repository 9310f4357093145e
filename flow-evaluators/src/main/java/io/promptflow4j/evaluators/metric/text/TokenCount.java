package io.promptflow4j.evaluators.metric.text;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.promptflow4j.evaluators.metric.Score;

/// The number of model tokens in a text, in the `o200k_base` encoding of GPT-4o and later models.
///
/// From 0, lower is cheaper. Other models count somewhat differently; this is for comparing texts,
/// not for bills.
public final class TokenCount {

  private static final Encoding O200K =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  private TokenCount() {}

  public static int of(String text) {
    return O200K.countTokensOrdinary(text);
  }

  public static Score score(String text) {
    return Score.of(of(text));
  }
}
