package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.engine.EngineOptions.NativeCode;
import dev.octet.engine.Execution;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Tier;
import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What generated code reaches of what each instruction set can do at best: products of bytes
 * between registers, and an integer product of 128 x 768 x 3072 to bytes beside it. {@code
 * registers} counts instructions in a nanosecond, each of 64 products with AVX-512 VNNI, 32 with
 * AVX-VNNI and 16 with AVX2; {@code product} counts multiply-accumulates, GMAC/s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
public class DotPeakBenchmark {
  private static final int SUMS = 12;
  private static final int STEPS = 10_000;
  private static final int M = 128;
  private static final int N = 768;
  private static final int K = 3072;

  /** Instructions. */
  @Param({"avx512", "avxvnni", "avx2"})
  String isa;

  private final Machine machine = new Machine();
  private Isa generated;
  private Code loop;
  private QGemm gemm;
  private Execution execution;
  private QGemm.QActivations a;
  private QGemm.QPanels b;
  private QStage stage;

  /**
   * Twelve sums that wait for nothing but themselves.
   *
   * @param isa of which instructions
   */
  private record Registers(Isa isa) implements Emitter {
    @Override
    public String name() {
      return "dot_peak";
    }

    @Override
    public void emit(Assembler assembler) {
      Vec x = isa.vec(SUMS);
      Vec product = isa.vec(SUMS + 1);
      Label step = assembler.here();
      for (int i = 0; i < SUMS; i++) {
        if (isa.hasDotProduct()) {
          assembler.op(Op.VPDPBUSD, isa.vec(i), x, x);
        } else {
          assembler.op(Op.VPMADDWD, product, x, x);
          assembler.op(Op.VPADDD, isa.vec(i), isa.vec(i), product);
        }
      }
      assembler.dec(Gpr.RSI);
      assembler.jump(Condition.NOT_EQUAL, step);
      assembler.vzeroupper();
      assembler.ret();
    }
  }

  /** Generates the loop and packs the weights. */
  @Setup
  public void setUp() {
    generated =
        switch (isa) {
          case "avx512" -> Isa.AVX512_VNNI;
          case "avxvnni" -> Isa.AVX_VNNI;
          default -> Isa.AVX2;
        };
    loop = CodeMemory.process().install(List.of(new Registers(generated))).getFirst();
    KernelSettings settings =
        new KernelSettings(Optional.of(KernelSettings.Isa.valueOf(isa.toUpperCase(Locale.ROOT))));
    Engine engine =
        Engine.of(new EngineOptions(Optional.of(Tier.NATIVE), NativeCode.AUTO, settings));
    if (!engine.describe().contains(generated.title() + ")")) {
      throw new IllegalStateException("no " + generated.title() + " here: " + engine.describe());
    }
    gemm = engine.kernel(QGemm.class);
    execution = Execution.of(engine, 1);
    Random random = new Random(1);
    byte[] x = new byte[M * K];
    byte[] w = new byte[N * K];
    random.nextBytes(x);
    random.nextBytes(w);
    a = new QGemm.QActivations(x, 0, M, K, K, true, new int[] {3}, false);
    b = gemm.pack(w, 0, N, K, false, new int[] {0});
    float[] multipliers = new float[N];
    Arrays.fill(multipliers, 1e-4f);
    stage = new QStage.Requantize(new float[N], multipliers, 5, 0, 255, new byte[M * N], 0, N);
  }

  /** The peak. */
  @Benchmark
  @OperationsPerInvocation(SUMS * STEPS)
  public void registers() {
    machine.call(loop, MemorySegment.NULL, STEPS, MemorySegment.NULL, 0, 0, 0, 0);
  }

  /** The product. */
  @Benchmark
  @OperationsPerInvocation(M * N * K)
  public void product() {
    gemm.multiply(a, b, stage, execution);
  }
}
