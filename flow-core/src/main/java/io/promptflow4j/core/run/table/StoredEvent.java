package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.picture.StoredPictures;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event in the form in which it goes into tables. The thread that brings the event makes it, so
/// that the one that writes has little to do.
public sealed interface StoredEvent {

  /// About how many bytes it takes.
  int size();

  /// The form of `event`; details of rows are packed by `press`.
  static StoredEvent of(RunEvent event, Packed.Press press) {
    return switch (event) {
      case RunEvent.RowEnded(var result) -> row(result, press);
      case RunEvent.CallClaimed claim -> new Claim(claim);
      case RunEvent.CallEnded ended -> call(ended);
      case RunEvent.CallFailed(var id) -> new Failure(id);
      case RunEvent.CallRecalled(_, var saved) -> new Recall(saved);
      case RunEvent.CallCached cached -> given(cached);
      case RunEvent.AnswerKept(var answer) -> new Kept(StoredAnswer.of(answer));
      case RunEvent.Logged(var time, var level, var text) ->
          new Line(Columns.time(time), Columns.text(level), Columns.text(text));
    };
  }

  private static Row row(RowResult result, Packed.Press press) {
    var pictures = new LinkedHashMap<String, byte[]>();
    return new Row(
        result,
        Columns.json(StoredPictures.apart(result.inputs(), pictures)),
        Columns.json(StoredPictures.apart(result.data(), pictures)),
        Columns.json(StoredPictures.apart(result.outputs(), pictures)),
        result.error().map(RowTable::write).orElse(null),
        Columns.json(StoredPictures.apart(result.contribution(), pictures)),
        Optional.of(StoredPictures.apart(result.detail(), pictures))
            .filter(detail -> !detail.entries().isEmpty())
            .map(detail -> press.pack(Json.writeBytes(detail))),
        pictures);
  }

  private static Given given(RunEvent.CallCached cached) {
    return new Given(
        call(
            new RunEvent.CallEnded(
                cached.id(), cached.node(), cached.row(), cached.model(), cached.call())),
        cached.answer());
  }

  private static Call call(RunEvent.CallEnded ended) {
    RecordedCall call = ended.call();
    return new Call(ended, Columns.json(call.output()), Columns.json(call.facts()));
  }

  /// A row's end.
  ///
  /// @param pictures those that the row names, by their names
  record Row(
      RowResult result,
      String inputs,
      String data,
      String outputs,
      @Nullable String error,
      String contribution,
      Optional<Packed> detail,
      Map<String, byte[]> pictures)
      implements StoredEvent {

    RowKey key() {
      return result.key();
    }

    boolean isCompleted() {
      return result.status() == RowResult.Status.COMPLETED;
    }

    @Override
    public int size() {
      return inputs.length()
          + data.length()
          + outputs.length()
          + contribution.length()
          + detail.map(packed -> packed.bytes().length).orElse(0)
          + pictures.values().stream().mapToInt(bytes -> bytes.length).sum();
    }
  }

  /// A call that is about to be made.
  record Claim(RunEvent.CallClaimed event) implements StoredEvent {
    @Override
    public int size() {
      return 0;
    }
  }

  /// A call's result.
  record Call(RunEvent.CallEnded event, String output, String facts) implements StoredEvent {
    @Override
    public int size() {
      return output.length() + facts.length();
    }
  }

  /// A call that gave nothing.
  record Failure(CallId id) implements StoredEvent {
    @Override
    public int size() {
      return 0;
    }
  }

  /// A call found on record.
  record Recall(Savings saved) implements StoredEvent {
    @Override
    public int size() {
      return 0;
    }
  }

  /// A call that was answered from the cache.
  record Given(Call call, Digest answer) implements StoredEvent {
    @Override
    public int size() {
      return call.size();
    }
  }

  /// An answer for others.
  record Kept(StoredAnswer answer) implements StoredEvent {
    @Override
    public int size() {
      return answer.size();
    }
  }

  /// An answer in the form in which it goes into its table.
  record StoredAnswer(KeptAnswer answer, String output, String facts) {

    /// The form of `answer`.
    public static StoredAnswer of(KeptAnswer answer) {
      RecordedCall call = answer.call();
      return new StoredAnswer(answer, Columns.json(call.output()), Columns.json(call.facts()));
    }

    int size() {
      return output.length() + facts.length();
    }
  }

  /// A line of the log.
  record Line(long time, String level, String text) implements StoredEvent {
    @Override
    public int size() {
      return text.length();
    }
  }
}
