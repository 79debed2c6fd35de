import jdk.incubator.vector.FloatVector;

/** Prints what the program should find: {@code vector} where this CPU's vectors are wide enough. */
class Probe {
  public static void main(String[] args) {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    System.out.println(bits >= (arm ? 128 : 256) ? "vector" : "java");
  }
}
