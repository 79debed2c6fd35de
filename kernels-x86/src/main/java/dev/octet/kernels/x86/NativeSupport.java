package dev.octet.kernels.x86;

import dev.octet.kernel.Support;
import java.util.Locale;
import java.util.Optional;

/** What generated code needs from the process, asked without calling anything restricted. */
final class NativeSupport {
  /**
   * Read once: on the class path, the first restricted call of any library turns it on for all,
   * with a warning that nobody asked for.
   */
  private static final boolean ACCESS = NativeSupport.class.getModule().isNativeAccessEnabled();

  private NativeSupport() {}

  /** What is missing; empty if nothing is. */
  static Optional<Support.No> missing() {
    Module module = NativeSupport.class.getModule();
    String name = module.isNamed() ? module.getName() : "ALL-UNNAMED";
    return missing(
        System.getProperty("os.name", ""), System.getProperty("os.arch", ""), ACCESS, name);
  }

  static Optional<Support.No> missing(String os, String arch, boolean access, String module) {
    if (!arch.equals("amd64") && !arch.equals("x86_64")) {
      return Optional.of(new Support.No("the CPU is " + arch, ""));
    }
    if (!os.toLowerCase(Locale.ROOT).startsWith("linux")) {
      return Optional.of(new Support.No("the system is " + os + ", not Linux", ""));
    }
    if (!access) {
      return Optional.of(
          new Support.No(
              "native access is not granted to " + module, "--enable-native-access=" + module));
    }
    return Optional.empty();
  }
}
