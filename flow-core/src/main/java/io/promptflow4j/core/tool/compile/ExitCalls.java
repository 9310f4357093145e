package io.promptflow4j.core.tool.compile;

import io.promptflow4j.core.tool.ToolExitError;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Puts a throw of [ToolExitError] where compiled code of a flow would end the process. Code that
/// calls nothing of the kind stays as the compiler made it.
///
/// It guards against accidents; it is no wall against code that hides what it calls.
final class ExitCalls {

  private static final ClassDesc ERROR = ClassDesc.of(ToolExitError.class.getName());

  /// A method that ends the process, and the one that stands in for it.
  private record Ending(String owner, String name, String standIn, MethodTypeDesc type) {

    private static final String SYSTEM = "java/lang/System";
    private static final String RUNTIME = "java/lang/Runtime";

    private static final List<Ending> ALL =
        List.of(
            new Ending(SYSTEM, "exit", "exitSystem", MethodTypeDesc.ofDescriptor("(I)V")),
            new Ending(RUNTIME, "exit", "exit", ofRuntime()),
            new Ending(RUNTIME, "halt", "halt", ofRuntime()));

    private static MethodTypeDesc ofRuntime() {
      return MethodTypeDesc.ofDescriptor("(Ljava/lang/Runtime;I)V");
    }

    static Optional<Ending> of(String owner, String name, String type) {
      return ALL.stream()
          .filter(one -> one.owner().equals(owner) && one.name().equals(name))
          .filter(_ -> type.equals("(I)V"))
          .findFirst();
    }

    static Optional<Ending> of(MemberRefEntry called) {
      return of(
          called.owner().asInternalName(),
          called.name().stringValue(),
          called.type().stringValue());
    }
  }

  private final Map<String, byte[]> classes;
  private final ClassFile format;

  private ExitCalls(Map<String, byte[]> classes) {
    this.classes = classes;
    ClassLoader libraries = new VisibleClasses(CompiledClasses.applicationLoader());
    this.format =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(this::own)
                    .orElse(ClassHierarchyResolver.ofResourceParsing(libraries))));
  }

  /// The same classes without such calls.
  ///
  /// @param classes by binary name
  static Map<String, byte[]> barred(Map<String, byte[]> classes) {
    if (classes.values().stream().noneMatch(ExitCalls::mayEnd)) {
      return classes; // the usual case, in which nothing of the rewriting need be loaded
    }
    var calls = new ExitCalls(classes);
    var barred = new HashMap<String, byte[]>();
    classes.forEach((name, bytes) -> barred.put(name, calls.barred(bytes)));
    return barred;
  }

  /// Whether the names stand in the class at all.
  private static boolean mayEnd(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return Ending.ALL.stream()
        .anyMatch(one -> text.contains(one.owner()) && text.contains(one.name()));
  }

  private @Nullable InputStream own(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    byte[] bytes = classes.get(name);
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  private byte[] barred(byte[] bytes) {
    ClassModel parsed = format.parse(bytes);
    boolean ends =
        StreamSupport.stream(parsed.constantPool().spliterator(), false)
            .anyMatch(
                entry -> entry instanceof MethodRefEntry called && Ending.of(called).isPresent());
    return ends
        ? format.transformClass(
            parsed,
            ClassTransform.transformingMethods((method, element) -> {
              if (element instanceof CodeModel code) {
                method.transformCode(code, ExitCalls::replace);
              } else {
                method.with(element);
              }
            }))
        : bytes;
  }

  private static void replace(CodeBuilder code, CodeElement element) {
    switch (element) {
      case InvokeInstruction call when Ending.of(call.method()).isPresent() -> {
        Ending ending = Ending.of(call.method()).orElseThrow();
        code.invokestatic(ERROR, ending.standIn(), ending.type());
      }
      case InvokeDynamicInstruction call -> code.invokedynamic(barred(call));
      default -> code.with(element);
    }
  }

  /// A reference such as `System::exit`, which the compiler hands over as a method handle.
  private static DynamicCallSiteDesc barred(InvokeDynamicInstruction call) {
    ConstantDesc[] arguments =
        call.bootstrapArgs().stream().map(ExitCalls::barred).toArray(ConstantDesc[]::new);
    return DynamicCallSiteDesc.of(
        call.bootstrapMethod(), call.name().stringValue(), call.typeSymbol(), arguments);
  }

  private static ConstantDesc barred(ConstantDesc argument) {
    if (!(argument instanceof DirectMethodHandleDesc handle)) {
      return argument;
    }
    String owner = handle.owner().descriptorString();
    return Stream.of(owner)
        .filter(name -> name.startsWith("L"))
        .flatMap(name ->
            Ending.of(
                name.substring(1, name.length() - 1),
                handle.methodName(),
                handle.lookupDescriptor())
                .stream())
        .findFirst()
        .<ConstantDesc>map(ending ->
            MethodHandleDesc.ofMethod(
                DirectMethodHandleDesc.Kind.STATIC, ERROR, ending.standIn(), ending.type()))
        .orElse(argument);
  }
}
