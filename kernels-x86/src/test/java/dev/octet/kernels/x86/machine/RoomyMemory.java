package dev.octet.kernels.x86.machine;

/** Executable memory for tests, which generate more kernels than a process needs. */
public final class RoomyMemory {
  private RoomyMemory() {}

  /** {@return memory with a limit of 32 MiB} */
  public static CodeMemory make() {
    return new CodeMemory(32 << 20, new LinuxPages(), CodeDump.of(null));
  }
}
