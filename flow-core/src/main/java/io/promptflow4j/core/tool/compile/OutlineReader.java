package io.promptflow4j.core.tool.compile;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.tool.compile.SourceOutline.MethodOutline;
import io.promptflow4j.core.tool.compile.SourceOutline.TypeOutline;
import java.util.ArrayList;
import java.util.Optional;
import javax.lang.model.element.Name;

/// Reads from a parsed file what is written where. Used between parsing and attribution, while the
/// tree still is what the author wrote.
final class OutlineReader {

  private final DocTrees trees;
  private final CompilationUnitTree unit;
  private final SourceText text;

  OutlineReader(JavacTask task, CompilationUnitTree unit, SourceText text) {
    this.trees = DocTrees.instance(task);
    this.unit = unit;
    this.text = text;
  }

  SourceOutline read() {
    var types = new ArrayList<TypeOutline>();
    for (Tree declared : unit.getTypeDecls()) {
      if (declared instanceof ClassTree type) {
        types.add(readType(type));
      }
    }
    return new SourceOutline(
        Optional.ofNullable(unit.getPackageName()).map(Object::toString), types);
  }

  private TypeOutline readType(ClassTree type) {
    TreePath path = new TreePath(new TreePath(unit), type);
    var methods = new ArrayList<MethodOutline>();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method) {
        methods.add(readMethod(method, new TreePath(path, method)));
      }
    }
    return new TypeOutline(
        type.getSimpleName().toString(),
        placeOf(type, type.getSimpleName()),
        DocText.of(trees.getDocCommentTree(path)),
        methods);
  }

  private MethodOutline readMethod(MethodTree method, TreePath path) {
    var names = new ArrayList<String>();
    var places = new ArrayList<Place>();
    for (VariableTree parameter : method.getParameters()) {
      names.add(parameter.getName().toString());
      places.add(text.placeAt(start(parameter)));
    }
    return new MethodOutline(
        method.getName().toString(),
        placeOf(method, method.getName()),
        names,
        places,
        DocText.of(trees.getDocCommentTree(path)));
  }

  private int start(Tree tree) {
    return Math.toIntExact(Math.max(0, trees.getSourcePositions().getStartPosition(unit, tree)));
  }

  /// Where the name stands, behind modifiers, annotations and types.
  private Place placeOf(Tree tree, Name name) {
    int from = start(tree);
    int at = text.text().indexOf(name.toString(), modifiersEnd(tree));
    return text.placeAt(at < 0 ? from : at);
  }

  private int modifiersEnd(Tree tree) {
    Tree before =
        switch (tree) {
          case ClassTree type -> type.getModifiers();
          case MethodTree method when method.getReturnType() != null -> method.getReturnType();
          case MethodTree method -> method.getModifiers();
          default -> tree;
        };
    long end = trees.getSourcePositions().getEndPosition(unit, before);
    return end < 0 ? start(tree) : Math.toIntExact(end);
  }
}
