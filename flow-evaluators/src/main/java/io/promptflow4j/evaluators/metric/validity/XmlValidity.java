package io.promptflow4j.evaluators.metric.validity;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Whether a text is well-formed XML 1.0, or holds an element of it.
///
/// A document type declaration is refused, so no entity is defined, expanded or fetched.
public final class XmlValidity {

  private static final int MAX_TRIES = 50;
  private static final Pattern OPENING = Pattern.compile("<([\\p{L}_][\\w.:-]*)[^<>]*?(/?)>");

  private XmlValidity() {}

  /// The whole text is one XML document.
  public static Validity check(String text) {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
      factory.setXIncludeAware(false);
      factory.newSAXParser().parse(new InputSource(new StringReader(text.strip())), new Silent());
      return Validity.Valid.VALID;
    } catch (SAXParseException broken) {
      return new Validity.Invalid(
          "line %d, column %d: %s"
              .formatted(broken.getLineNumber(), broken.getColumnNumber(), broken.getMessage()));
    } catch (SAXException | IOException broken) {
      return new Validity.Invalid(String.valueOf(broken.getMessage()).toLowerCase(Locale.ROOT));
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("the JDK's own XML parser lacks a feature", impossible);
    }
  }

  /// Somewhere in the text stands a well-formed element; the first 50 opening tags are tried.
  public static Validity checkContained(String text) {
    var openings = OPENING.matcher(text);
    for (int tries = 0; tries < MAX_TRIES && openings.find(); tries++) {
      int end = openings.end();
      if (openings.group(2).isEmpty()) {
        String closing = "</" + openings.group(1) + ">";
        end = text.lastIndexOf(closing) + closing.length();
      }
      if (end >= openings.end() && check(text.substring(openings.start(), end)).isValid()) {
        return Validity.Valid.VALID;
      }
    }
    return new Validity.Invalid("the text holds no well-formed XML element");
  }

  /// The default prints errors to the console.
  private static final class Silent extends DefaultHandler {
    @Override
    public void fatalError(SAXParseException problem) throws SAXException {
      throw problem;
    }
  }
}
