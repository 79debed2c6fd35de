package dev.octet.kernels.x86;

import dev.octet.engine.EngineProbe;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The main class of child JVMs: asks Linux to refuse this process executable memory from now on, as
 * hardened systems do, and then says which engine runs.
 */
public final class NoExecutableMemoryProbe {
  /** {@code PR_SET_MDWE}, Linux 6.3: memory that was writable cannot become executable. */
  private static final int SET_MDWE = 65;

  private NoExecutableMemoryProbe() {}

  /**
   * Prints {@code mdwe=0} if Linux does, and what {@link EngineProbe} prints.
   *
   * @param args none
   * @throws Throwable never
   */
  public static void main(String[] args) throws Throwable {
    Linker linker = Linker.nativeLinker();
    MethodHandle prctl =
        linker.downcallHandle(
            linker.defaultLookup().find("prctl").orElseThrow(),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG));
    System.out.println("mdwe=" + (int) prctl.invokeExact(SET_MDWE, 1L, 0L, 0L, 0L));
    EngineProbe.main(args);
  }
}
