package io.promptflow4j.core.tool.java;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.tool.ToolPackage;
import io.promptflow4j.core.tool.Toolbox.Lookup;
import io.promptflow4j.core.tool.Toolbox.Reference;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/// A folder that stands for the jar of a tool package, for tests.
final class JarFolder {

  private JarFolder() {}

  static Lookup find(Path jar, JavaTools tools, String id) throws IOException {
    var reference = new Reference.JavaPackage(id);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ToolPackage.class.getClassLoader())) {
      thread.setContextClassLoader(loader);
      Lookup found = tools.find(List.of(reference)).get(reference);
      if (found == null) {
        throw new AssertionError("nothing was said about " + id);
      }
      return found;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  static void compile(Path jar, String path, String code) throws IOException {
    Path file = jar.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, code);
    var compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path")
                + File.pathSeparator
                + System.getProperty("jdk.module.path"),
            "-d",
            jar.toString(),
            file.toString());
    assertThat(status).isZero();
  }

  static void provide(Path jar, String type) throws IOException {
    Path services = jar.resolve("META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve(ToolPackage.class.getName()), type + "\n");
  }
}
