package io.promptflow4j.evaluators.metric.validity;

import io.promptflow4j.evaluators.metric.Score;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Equality of XML documents, as of their canonical forms with texts stripped: the order of
/// attributes, quotes, prefixes of namespaces, CDATA, comments, processing instructions and blanks
/// at the ends of texts do not count; the order of elements does.
public final class XmlEquality {

  private XmlEquality() {}

  /// 1 or 0; an answer that is no XML is 0, a reference that is none is not scored.
  public static Score score(String answer, String reference) {
    return switch (XmlValidity.check(reference)) {
      case Validity.Invalid(String why) -> Score.notScored("the reference is no XML: " + why);
      case Validity.Valid _ ->
          Score.of(XmlValidity.check(answer).isValid() && events(answer).equals(events(reference)));
    };
  }

  private static List<String> events(String text) {
    var reader = new Events();
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://javax.xml.XMLConstants/feature/secure-processing", true);
      factory.setXIncludeAware(false);
      factory.newSAXParser().parse(new InputSource(new StringReader(text.strip())), reader);
    } catch (SAXException | IOException unbound) { // a prefix without a namespace
      reader.events.add("broken: " + unbound.getMessage());
    } catch (ParserConfigurationException impossible) {
      throw new IllegalStateException("the JDK's own XML parser lacks a feature", impossible);
    }
    return reader.events;
  }

  /// Writes down what it reads, in a form that only equal documents share.
  private static final class Events extends DefaultHandler {

    private final List<String> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    @Override
    public void startElement(String space, String local, String name, Attributes attributes) {
      endText();
      var sorted = new TreeMap<String, String>();
      for (int i = 0; i < attributes.getLength(); i++) {
        sorted.put(
            "{%s}%s".formatted(attributes.getURI(i), attributes.getLocalName(i)),
            attributes.getValue(i));
      }
      events.add("<{%s}%s %s".formatted(space, local, sorted));
      open.push(local);
    }

    @Override
    public void endElement(String space, String local, String name) {
      endText();
      events.add(">" + open.pop());
    }

    @Override
    public void characters(char[] letters, int start, int length) {
      text.append(letters, start, length);
    }

    private void endText() {
      String read = text.toString().strip();
      if (!read.isEmpty()) {
        events.add("=" + read);
      }
      text.setLength(0);
    }

    @Override
    public void fatalError(SAXParseException problem) throws SAXException {
      throw problem; // the default prints it
    }
  }
}
