package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.tool.Toolbox.Mistake;
import io.promptflow4j.core.tool.compile.CompiledClasses;
import io.promptflow4j.core.tool.compile.JavaSources;
import io.promptflow4j.core.tool.compile.SourceOutline;
import io.promptflow4j.core.tool.compile.SourceOutline.MethodOutline;
import io.promptflow4j.core.tool.compile.SourceOutline.TypeOutline;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the method of a source file that is the tool.
///
/// It is the only public method of the class that is named like the file; of several, the one
/// called `run`. Owned by the thread that loads the flow. No code of the author runs here.
final class MethodFinder {

  private static final String ENTRY = "run";

  private final JavaSources sources;
  private final String fileName;
  private final SourceOutline outline;
  private final List<Mistake> mistakes = new ArrayList<>();

  MethodFinder(JavaSources sources, String fileName, SourceOutline outline) {
    this.sources = sources;
    this.fileName = fileName;
    this.outline = outline;
  }

  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  /// The tool, or nothing and at least one mistake.
  Optional<JavaTool> find(CompiledClasses classes) {
    String wanted = fileName.substring(0, fileName.length() - ".java".length());
    if (outline.packageName().isPresent()) {
      mistakes.add(
          new Mistake(
              "java-package",
              1,
              1,
              "%s declares the package '%s', but a tool's file has none; remove the line"
                  .formatted(fileName, outline.packageName().get())));
      return Optional.empty();
    }
    Optional<TypeOutline> type = outline.type(wanted);
    if (type.isEmpty()) {
      mistakes.add(
          new Mistake("no-tool-method", 0, 0, "%s has no class '%s'".formatted(fileName, wanted)));
      return Optional.empty();
    }
    try {
      return find(classes.loadClass(type.get().name()), type.get(), classes);
    } catch (ClassNotFoundException | LinkageError broken) {
      mistakes.add(new Mistake("java-compile", 0, 0, "can't be loaded: " + broken));
      return Optional.empty();
    }
  }

  private Optional<JavaTool> find(Class<?> type, TypeOutline written, CompiledClasses classes) {
    List<Method> candidates =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> isCandidate(method, type))
            .toList();
    List<Method> chosen =
        candidates.size() == 1
            ? candidates
            : candidates.stream().filter(method -> method.getName().equals(ENTRY)).toList();
    if (chosen.size() != 1) {
      mistakes.add(noSingleMethod(written, candidates));
      return Optional.empty();
    }
    return bind(chosen.getFirst(), written, classes);
  }

  private static boolean isCandidate(Method method, Class<?> type) {
    return Modifier.isPublic(method.getModifiers())
        && !Modifier.isAbstract(method.getModifiers())
        && !method.isSynthetic()
        && !isMain(method)
        && !isOfObject(method)
        && !isAccessor(method, type);
  }

  private static boolean isMain(Method method) {
    return method.getName().equals("main")
        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String[].class});
  }

  private static boolean isOfObject(Method method) {
    return Arrays.stream(Object.class.getMethods())
        .anyMatch(known ->
            known.getName().equals(method.getName())
                && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
  }

  private static boolean isAccessor(Method method, Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .anyMatch(component -> component.getAccessor().equals(method));
  }

  private static Mistake noSingleMethod(TypeOutline written, List<Method> candidates) {
    if (candidates.isEmpty()) {
      return mistake(
          "no-tool-method",
          written.place(),
          "class '%s' has no public method; declare one, such as `public static String run(String text)`"
              .formatted(written.name()));
    }
    var names = candidates.stream().map(Method::getName).sorted().toList();
    return mistake(
        "several-tool-methods",
        written.place(),
        "class '%s' has several public methods (%s); make all but one private, or call one '%s'"
            .formatted(written.name(), String.join(", ", names), ENTRY));
  }

  private static Mistake mistake(String code, Place place, String message) {
    return new Mistake(code, place.line(), place.column(), message);
  }

  private Optional<JavaTool> bind(Method method, TypeOutline written, CompiledClasses classes) {
    List<String> names = Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
    Optional<MethodOutline> source = written.method(method.getName(), names);
    Place place = source.map(MethodOutline::place).orElse(written.place());
    var types = new JavaTypes();
    var inputs = new ArrayList<ToolMethod.Input>();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      Place parameterPlace = source.map(it -> it.parameterPlaces().get(index)).orElse(place);
      inputs.add(readInput(method, method.getParameters()[i], parameterPlace, types));
    }
    Optional<Constructor<?>> constructor = setUp(method);
    List<ToolMethod.Input> given =
        constructor.stream()
            .flatMap(one -> Arrays.stream(one.getParameters()))
            .map(one -> readInput(method, one, written.place(), types))
            .toList();
    if (!mistakes.isEmpty()) {
      return Optional.empty();
    }
    try {
      ToolMethod body =
          constructor.isPresent()
              ? ToolMethod.of(method, inputs, constructor.get(), given, types)
              : ToolMethod.of(method, inputs, types);
      var own = new OwnCode.CompileResult(classes.names(), sources, fileName, place.line());
      return Optional.of(new JavaTool(signature(method, written, source, body), body, own));
    } catch (ReflectiveOperationException noConstructor) {
      mistakes.add(
          mistake(
              "java-constructor",
              place,
              "method '%s' is not static, so class '%s' needs exactly one constructor, or one without parameters; make the method static"
                  .formatted(method.getName(), written.name())));
      return Optional.empty();
    }
  }

  /// The only constructor, if it takes what sets the class up.
  private static Optional<Constructor<?>> setUp(Method method) {
    Constructor<?>[] all = method.getDeclaringClass().getDeclaredConstructors();
    boolean takesValues = all.length == 1 && all[0].getParameterCount() > 0;
    return takesValues && !Modifier.isStatic(method.getModifiers())
        ? Optional.of(all[0])
        : Optional.empty();
  }

  private ToolMethod.Input readInput(
      Method method, Parameter parameter, Place place, JavaTypes types) {
    JavaType type = types.read(parameter.getParameterizedType());
    boolean nullable = JavaTypes.isNullable(parameter.getAnnotatedType());
    if (parameter.isVarArgs()) {
      types.takeProblems();
      mistakes.add(
          mistake(
              "java-parameter-type",
              place,
              "parameter '%s' of '%s' takes any number of arguments; declare a List"
                  .formatted(parameter.getName(), method.getName())));
    }
    for (String problem : types.takeProblems()) {
      mistakes.add(
          mistake(
              "java-parameter-type",
              place,
              "parameter '%s' of '%s': %s"
                  .formatted(parameter.getName(), method.getName(), problem)));
    }
    return new ToolMethod.Input(parameter.getName(), type, nullable);
  }

  private static ToolSignature signature(
      Method method, TypeOutline written, Optional<MethodOutline> source, ToolMethod body) {
    String description =
        source
            .map(MethodOutline::documentation)
            .filter(text -> !text.isEmpty())
            .orElse(written.documentation());
    return new ToolSignature(
        written.name(),
        description,
        body.parameters(),
        false,
        ToolMethod.streams(method.getGenericReturnType()),
        JavaTypes.result(method));
  }
}
