package dev.octet.kernels.x86;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSet;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.Support;
import dev.octet.kernel.Tier;

/**
 * The {@code vector} tier on x86: 512-bit or 256-bit vectors. Touches no vector class before it
 * knows that the module is there.
 */
public final class VectorX86Provider implements KernelProvider {
  private static final String MODULE = "jdk.incubator.vector";

  /** Makes the provider. */
  public VectorX86Provider() {}

  @Override
  public String name() {
    return "vector-x86";
  }

  @Override
  public Tier tier() {
    return Tier.VECTOR;
  }

  @Override
  public Support support(KernelSettings settings) {
    String arch = System.getProperty("os.arch");
    if (!arch.equals("amd64") && !arch.equals("x86_64")) {
      return new Support.No("this is " + arch + ", not x86-64", "");
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Support.No("the module " + MODULE + " is absent", "--add-modules " + MODULE);
    }
    String vm = System.getProperty("java.vm.info", "");
    if (!vm.contains("mixed mode") || vm.contains("emulated-client")) {
      return new Support.No(
          "the C2 compiler is off (" + vm + ")", "C2: no -Xint and no -XX:TieredStopAtLevel");
    }
    return Width.bits() < 256
        ? new Support.No("the JVM uses vectors of " + Width.bits() + " bits only", "")
        : new Support.Yes(Width.bits() + "-bit vectors");
  }

  @Override
  public KernelSet kernels(KernelSettings settings) {
    return VectorRows.addTo(
        KernelSet.empty()
            .with(FloatGemm.class, VectorGemm.floats(Width.bits()))
            .with(QGemm.class, VectorGemm.integers(Width.bits())));
  }

  /** In a class of its own: it is loaded only where the module is there. */
  private static final class Width {
    static int bits() {
      return VectorWidth.FLOATS.vectorBitSize();
    }
  }
}
