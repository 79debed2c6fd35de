import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.incubator.vector.FloatVector;

/**
 * Prints what the program should find: {@code vector} where this CPU's vectors are wide enough, and
 * {@code native} where generated code runs, else the lesser tier.
 */
class Probe {
  public static void main(String[] args) throws IOException {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String fast = bits >= (arm ? 128 : 256) ? "vector" : "java";
    Path cpus = Path.of("/proc/cpuinfo");
    boolean generated =
        !arm
            && Files.isReadable(cpus)
            && List.of(Files.readString(cpus).split("\\s+")).containsAll(List.of("avx2", "fma"));
    System.out.println(fast + " " + (generated ? "native" : "lesser"));
  }
}
