package io.promptflow4j.core.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageFormatTest {

  private static final Value.Image DRAWN =
      new Value.Image("image/png", new ImageContent.Inline(new byte[] {1, 2, 3}));
  private static final Value.Image AWAY =
      new Value.Image(
          "image/*", new ImageContent.Remote(URI.create("https://pictures.example/a.png")));

  private static final Value ANSWER =
      Value.of(List.of(Value.of("look"), DRAWN, Value.of(Map.of("second", AWAY))));

  @Test
  void theBasicFormatLeavesImagesAsTheyAre() {
    assertThat(MessageFormat.BASIC.written(ANSWER)).isEqualTo(ANSWER);
  }

  @Test
  void theVisionFormatWritesImagesAsChatApisDo() {
    Value written = MessageFormat.named("openai-vision").written(ANSWER);

    assertThat(written)
        .isEqualTo(
            Json.read(
                """
                ["look",
                 {"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID"}},
                 {"second": {"type": "image_url",
                             "image_url": {"url": "https://pictures.example/a.png"}}}]\
                """));
  }

  @Test
  void whatItWritesIsReadAsTheSameImage() {
    var written = (Value.Mapping) MessageFormat.OPENAI_VISION.written(DRAWN);

    assertThat(Images.reference(written).map(Images::resolve)).contains(DRAWN);
  }

  @Test
  void aFormatThatDoesNotExistIsTheBasicOne() {
    assertThat(MessageFormat.named("")).isEqualTo(MessageFormat.BASIC);
  }
}
