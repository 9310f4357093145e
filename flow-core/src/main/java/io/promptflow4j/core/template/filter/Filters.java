package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;

/// All filters.
public final class Filters {

  public static final Builtins TABLE =
      new Builtins()
          .add(TextFilters.TABLE)
          .add(LayoutFilters.TABLE)
          .add(HtmlFilters.TABLE)
          .add(NumberFilters.TABLE)
          .add(ListFilters.TABLE)
          .add(OrderFilters.TABLE)
          .add(SelectionFilters.TABLE)
          .add(ValueFilters.TABLE);

  private Filters() {}
}
