package io.promptflow4j.evaluators.comparison.report;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Difference;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A comparison as JUnit XML, which build servers show: a test case for each difference and for
/// each condition that was asked for.
public final class JUnitReport {

  private JUnitReport() {}

  /// A condition somebody set, such as `accuracy < 0.9`.
  ///
  /// @param failed whether the build is to fail for it
  public record Condition(String name, boolean failed, String words) {}

  /// The document.
  ///
  /// @param failOn whether a difference is a failed test
  public static String of(
      Comparison comparison, List<Condition> conditions, Predicate<Difference> failOn) {
    var text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      long failures =
          comparison.differences().stream().filter(failOn).count()
              + conditions.stream().filter(Condition::failed).count();
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", clean(comparison.title()));
      xml.writeAttribute(
          "tests", Integer.toString(comparison.differences().size() + conditions.size()));
      xml.writeAttribute("failures", Long.toString(failures));
      xml.writeAttribute("timestamp", comparison.created().toString());
      for (Difference one : comparison.differences()) {
        testCase(xml, one.variant(), one.metric(), one.words(), failOn.test(one));
      }
      for (Condition one : conditions) {
        testCase(xml, "conditions", one.name(), one.words(), one.failed());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException broken) {
      throw new IllegalStateException("XML can't be written to a text", broken);
    }
    return text.toString();
  }

  private static void testCase(
      XMLStreamWriter xml, String group, String name, String words, boolean failed)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", clean(group));
    xml.writeAttribute("name", clean(name));
    xml.writeStartElement(failed ? "failure" : "system-out");
    if (failed) {
      xml.writeAttribute("message", clean(words));
    }
    xml.writeCharacters(clean(words));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  /// Without the characters that XML has no way to write.
  private static String clean(String text) {
    var clean = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            clean.appendCodePoint(
                c == '\t'
                        || c == '\n'
                        || (c >= 0x20 && c < 0xD800)
                        || (c >= 0xE000 && c < 0xFFFE)
                        || c >= 0x10000
                    ? c
                    : '\uFFFD'));
    return clean.toString();
  }
}
