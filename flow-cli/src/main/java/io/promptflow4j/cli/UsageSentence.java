package io.promptflow4j.cli;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.source.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says in a sentence why the arguments of a call can't be understood.
final class UsageSentence {

  private final List<String> args;

  UsageSentence(List<String> args) {
    this.args = args;
  }

  String of(ParameterException wrong) {
    return switch (wrong) {
      case UnmatchedArgumentException unmatched when !unmatched.getUnmatched().isEmpty() ->
          unmatched(unmatched.getUnmatched().getFirst(), wrong.getCommandLine());
      case MissingParameterException missing when !missing.getMissing().isEmpty() ->
          missing.getMissing().stream().map(this::missing).collect(joining("; "));
      default ->
          Optional.ofNullable(wrong.getArgSpec())
              .map(spec -> refused(spec, Optional.ofNullable(wrong.getValue())))
              .orElseGet(() -> unknown(wrong.getCommandLine()));
    };
  }

  /// An option among the values of another is told without its name.
  private String unknown(CommandLine verb) {
    return args.stream()
        .filter(arg -> arg.startsWith("-"))
        .filter(arg -> !verb.getCommandSpec().optionsMap().containsKey(word(arg)))
        .findFirst()
        .map(arg -> unmatched(arg, verb))
        .orElse("the arguments can't be understood");
  }

  /// An argument without the value behind `=`, if it is an option.
  private static String word(String arg) {
    int equals = arg.indexOf('=');
    return equals > 0 && arg.startsWith("-") ? arg.substring(0, equals) : arg;
  }

  private static String unmatched(String argument, CommandLine verb) {
    boolean isGroup = !verb.getSubcommands().isEmpty();
    List<String> known = new ArrayList<>();
    if (isGroup) {
      known.addAll(verb.getSubcommands().keySet());
    }
    known.addAll(verb.getCommandSpec().optionsMap().keySet());
    String name = verb.getCommandSpec().qualifiedName();
    String word = word(argument);
    String sentence;
    if (word.startsWith("-")) {
      sentence = "'%s' has no option '%s'.".formatted(name, word);
    } else if (isGroup) {
      sentence = "'%s' has no verb '%s'.".formatted(name, word);
    } else {
      sentence = "'%s' is one argument too many.".formatted(word);
    }
    return sentence + Suggestion.didYouMean(word, known);
  }

  private String missing(ArgSpec spec) {
    if (!(spec instanceof OptionSpec option)) {
      return "%s has to be given".formatted(spec.paramLabel());
    }
    boolean isWritten =
        args.stream().map(UsageSentence::word).anyMatch(List.of(option.names())::contains);
    return isWritten
        ? "%s takes %s, but nothing follows it".formatted(option.longestName(), label(option))
        : "%s %s has to be given".formatted(option.longestName(), label(option));
  }

  private static String refused(ArgSpec spec, Optional<String> value) {
    String title = spec instanceof OptionSpec option ? option.longestName() : "this argument";
    String takes = spec.arity().max() == 0 ? "takes no value" : "takes " + label(spec);
    return value
        .map(given -> "%s %s, but got '%s'".formatted(title, takes, given))
        .orElseGet(() -> "%s %s".formatted(title, takes));
  }

  private static String label(ArgSpec spec) {
    return spec.paramLabel().replace("$$", "$").replace("|", " or ");
  }
}
