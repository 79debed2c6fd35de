package dev.octet.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * One library artifact of the house, and whom it may know.
 *
 * @param folder where it lies, from the root
 * @param module its name as a module of Java
 * @param knows the modules of Octet that its code may use
 * @param atRunTime the artifacts that its users get beside those, and that its code never names
 */
record Artifact(String folder, String module, Set<String> knows, Set<String> atRunTime) {

  static final String CORE = "dev.octet.core";
  static final String OBSERVERS = "dev.octet.observers";
  static final String KERNELS_VECTOR = "dev.octet.kernels.vector";
  static final String KERNELS_X86 = "dev.octet.kernels.x86";
  static final String KERNELS_ARM = "dev.octet.kernels.arm";
  static final String NN = "dev.octet.nn";
  static final String FORMATS = "dev.octet.formats";
  static final String ZOO = "dev.octet.zoo";
  static final String OCTET = "dev.octet";

  private static final Path ROOT = Path.of("..", "..");

  Path path(String inside) {
    return ROOT.resolve(folder).resolve(inside);
  }

  /** dev.octet.kernels.x86 is published as octet-kernels-x86. */
  static String artifactId(String module) {
    return module.substring("dev.".length()).replace('.', '-');
  }

  boolean isKernels() {
    return module.startsWith("dev.octet.kernels.");
  }

  ModuleDescriptor descriptor() {
    try (InputStream in = Files.newInputStream(path("target/classes/module-info.class"))) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JavaClasses classes() {
    return new ClassFileImporter().importPath(path("target/classes"));
  }

  @Override
  public String toString() {
    return module;
  }
}
