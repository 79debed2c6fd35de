package dev.octet.kernel.panel;

import dev.octet.kernel.Support;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What kernels of the Vector API need from the process, asked without touching the API. */
public final class VectorSupport {
  private static final String MODULE = "jdk.incubator.vector";

  private VectorSupport() {}

  /**
   * Looks for what is missing: the CPU, the module, the C2 compiler.
   *
   * @param architectures the values of {@code os.arch} that will do
   * @return what is missing; empty if nothing is
   */
  public static Optional<Support.No> missing(String... architectures) {
    return missing(
        System.getProperty("os.arch", ""),
        System.getProperty("java.vm.name", ""),
        System.getProperty("java.vm.info", ""),
        ModuleLayer.boot().findModule(MODULE).isPresent(),
        architectures);
  }

  static Optional<Support.No> missing(
      String arch, String vmName, String vmInfo, boolean module, String... architectures) {
    String info = vmInfo.toLowerCase(Locale.ROOT);
    if (!List.of(architectures).contains(arch)) {
      return no("the CPU is " + arch, "");
    }
    if (!vmName.contains("OpenJDK") && !vmName.contains("HotSpot")) {
      return no("the JVM is " + vmName + ", not HotSpot", "");
    }
    boolean compiles = info.contains("mixed mode") || info.contains("compiled mode");
    // A client VM, or one told to stop at C1: vectors would be objects on the heap.
    if (!compiles || info.contains("emulated-client") || vmName.contains("Client")) {
      return no(
          "the C2 compiler is off (" + vmInfo + ")",
          "C2: start the JVM without -Xint, -XX:TieredStopAtLevel,"
              + " -XX:NeverActAsServerClassMachine");
    }
    if (!module) {
      return no("module " + MODULE + " is absent", "--add-modules " + MODULE);
    }
    return Optional.empty();
  }

  private static Optional<Support.No> no(String reason, String remedy) {
    return Optional.of(new Support.No(reason, remedy));
  }
}
