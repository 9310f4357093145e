package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.connection.ConnectionType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The wire format of one vendor, as its published documentation shows it: what has to be asked for
/// the calls of [ProviderContract], and what such a service answers.
///
/// In requests and replies the model is `model-1`. The key is [Asked#KEY].
interface Format {

  ConnectionType type();

  /// The address of the connection, if the service is at `server`.
  default String address(String server) {
    return server;
  }

  /// Settings of the connection besides its address.
  default Map<String, String> settings() {
    return Map.of();
  }

  /// The path of a call for a whole reply.
  String path();

  /// The path, with its query, of a call for a stream.
  default String streamPath() {
    return path();
  }

  /// The header with the key, and its value.
  String keyHeader();

  default String keyValue() {
    return Asked.KEY;
  }

  /// Content type of streams.
  default String streamType() {
    return "text/event-stream";
  }

  /// Whether the vendor stops at texts.
  default boolean stops() {
    return true;
  }

  /// The name of the model in replies.
  default String model() {
    return "model-1";
  }

  /// Pieces of a stream as bytes.
  default byte[] bytes(List<String> pieces) {
    return String.join("", pieces).getBytes(StandardCharsets.UTF_8);
  }

  // what has to be asked

  /// System "Be brief.", user "hello"; temperature 0.5, top_p 0.9, max_tokens 100, stop "END" and
  /// "STOP".
  String askedChat();

  /// User: the text "What is this?" and a PNG of the bytes 1, 2, 3.
  String askedImage();

  /// User "Weather?", the tool of [Asked#TOOLS], which has to be called.
  String askedTools();

  /// User "Weather?", assistant calls `weather` with `{"city": "Rome"}` as `t1`, tool answers
  /// "sunny"; the tool of [Asked#TOOLS] with free choice.
  String askedHistory();

  /// User "hello", the answer as JSON of the schema [Asked#SCHEMA].
  String askedJson();

  // what is answered; prompt 11 tokens, completion 7

  /// "Hi there", ended in the ordinary way.
  String text();

  /// The word for that end.
  String stopWord();

  /// `weather` is called with `{"city":"Rome"}` as `t1`, without any text.
  String toolCall();

  /// The same as text, in two pieces "Hi" and " there".
  List<String> streamedText();

  /// The same as the call, its arguments in pieces if the vendor does so.
  List<String> streamedToolCall();

  /// [#streamedText] without what says that it ended.
  List<String> unfinishedStream();

  /// [#text] without the word for its end.
  String unfinishedText();

  /// What a failure says, as a body.
  String error(String message);

  /// An error in the middle of a stream.
  String errorPiece(String message);

  /// How the service says that the prompt is too long.
  String tooLong();

  /// The id of the call in the replies; some vendors have none.
  default String callId() {
    return "t1";
  }

  /// Settings of OpenAI, as JSON, for which the vendor has no equal.
  default String lacks() {
    return "{\"logit_bias\": {\"50256\": -100}, \"top_logprobs\": 2, \"store\": true}";
  }
}
