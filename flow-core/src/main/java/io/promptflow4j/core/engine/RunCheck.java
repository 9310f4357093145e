package io.promptflow4j.core.engine;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.stream.Stream;

/// What is known of a run before it begins.
///
/// @param rows how many rows it will have, repeats included
/// @param dropped how many rows are left out because another source lacks them
/// @param mapping what each input of the flow gets, inputs that nobody mapped included
/// @param remarks warnings and hints
public record RunCheck(long rows, long dropped, Value.Mapping mapping, List<Diagnostic> remarks) {

  public RunCheck {
    remarks = List.copyOf(remarks);
  }

  /// What people should know although the run can be made, one sentence each.
  public List<String> warnings() {
    Stream<String> found =
        remarks.stream()
            .filter(remark -> remark.severity() == Severity.WARNING)
            .map(remark -> "%s: %s".formatted(where(remark.place()), remark.message()));
    Stream<String> left =
        dropped == 0
            ? Stream.of()
            : Stream.of(
                "%d rows are left out, because another source lacks them".formatted(dropped));
    return Stream.concat(found, left).toList();
  }

  /// Where a whole file is meant, or what is no file, a line says nothing.
  private static String where(Place place) {
    return place.equals(Place.startOf(place.file())) ? place.file() : place.toString();
  }
}
