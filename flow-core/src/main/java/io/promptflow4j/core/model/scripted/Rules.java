package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The rules of one file, in their order.
///
/// @param file its name, for messages
/// @param digest over its content
record Rules(String file, Digest digest, List<Rule> rules, Chunks chunks, long seed) {

  Rules {
    rules = List.copyOf(rules);
  }

  /// The answer that a request gets.
  ///
  /// @param call the how-manieth answer of its rule this is, from 1
  /// @param variables what the answer's templates can read
  record Chosen(Answer answer, int call, Map<String, Value> variables) {}

  /// The answer of the first rule that fits and has one left.
  ///
  /// @throws ModelException if there is none
  Chosen choose(ModelRequest request) {
    var asked = new Question(request);
    for (Rule rule : rules) {
      Optional<Match> match = rule.conditions().match(asked);
      if (match.isPresent()) {
        int call = rule.take();
        if (call > 0) {
          return new Chosen(rule.answer(call), call, asked.variables(match.get(), call));
        }
      }
    }
    throw new ModelException("not-found", noRule(request, asked), false);
  }

  private String noRule(ModelRequest request, Question asked) {
    return "no rule of %s answers node '%s' (model '%s'), whose prompt ends with '%s'; add a rule, or 'default:' with an answer"
        .formatted(file, request.node(), asked.model(), shown(asked.last()));
  }

  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= 80 ? line : "…" + line.substring(line.length() - 79);
  }

  /// One rule: when it answers, how often, and with what.
  ///
  /// @param answers given in turn; the last one is given again and again
  /// @param times how many calls it answers; after them it is as if it were not there
  /// @param given how many it has answered
  record Rule(Conditions conditions, List<Answer> answers, int times, AtomicInteger given) {

    Rule {
      answers = List.copyOf(answers);
    }

    /// Takes one answer: its number, from 1; 0 if none is left.
    int take() {
      int before = given.getAndUpdate(count -> count < times ? count + 1 : count);
      return before < times ? before + 1 : 0;
    }

    Answer answer(int call) {
      return answers.get(Math.min(call, answers.size()) - 1);
    }
  }

  /// How an answer is cut into the pieces of a stream.
  enum Chunks {
    WORDS("\\s*+\\S++\\s*+"),
    LINES("[^\\n]*+\\n|[^\\n]++"),
    CHARACTERS("(?s)."),
    WHOLE("(?s).++");

    private final String piece;

    Chunks(String piece) {
      this.piece = piece;
    }

    /// The pieces; joined, they are the text.
    List<String> split(String text) {
      var pieces = new ArrayList<String>();
      Matcher matcher = Pattern.compile(piece).matcher(text);
      while (matcher.find()) {
        pieces.add(matcher.group());
      }
      if (pieces.isEmpty() && !text.isEmpty()) {
        pieces.add(text);
      }
      return pieces;
    }
  }
}
