package planted.parent;

import planted.parent.child.Child;

/// A parent that imports its child, on purpose.
public record KnowsItsChild(Child child) {}
