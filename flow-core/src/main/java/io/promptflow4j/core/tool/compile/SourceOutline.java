package io.promptflow4j.core.tool.compile;

import io.promptflow4j.core.source.Place;
import java.util.List;
import java.util.Optional;

/// What is written in one source file, with places.
///
/// @param packageName the package it declares, empty if none
/// @param types its top-level types in the order of the file
public record SourceOutline(Optional<String> packageName, List<TypeOutline> types) {

  public SourceOutline {
    types = List.copyOf(types);
  }

  /// A top-level class, record, interface or enum.
  ///
  /// @param documentation as that of a method
  public record TypeOutline(
      String name, Place place, String documentation, List<MethodOutline> methods) {

    public TypeOutline {
      methods = List.copyOf(methods);
    }

    /// The method with these parameter names.
    public Optional<MethodOutline> method(String wanted, List<String> parameterNames) {
      return methods.stream()
          .filter(one -> one.name().equals(wanted) && one.parameterNames().equals(parameterNames))
          .findFirst();
    }
  }

  /// A method as it is written.
  ///
  /// @param documentation the first paragraph of its comment, then a line for each documented
  ///   parameter; empty if there is no comment
  public record MethodOutline(
      String name,
      Place place,
      List<String> parameterNames,
      List<Place> parameterPlaces,
      String documentation) {

    public MethodOutline {
      parameterNames = List.copyOf(parameterNames);
      parameterPlaces = List.copyOf(parameterPlaces);
    }
  }

  /// The type called `wanted`, or else the only one.
  public Optional<TypeOutline> type(String wanted) {
    return types.stream()
        .filter(type -> type.name().equals(wanted))
        .findFirst()
        .or(() -> types.size() == 1 ? Optional.of(types.getFirst()) : Optional.empty());
  }
}
