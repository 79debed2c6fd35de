package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.KernelContext;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What benchmarks of kernels have in common: how JMH measures, one thread, and operands that are
 * the same in every run. Results go to arrays that are there already. The vector tier is as wide as
 * the JVM's vectors: {@code -jvmArgsPrepend -XX:UseAVX=2} measures 256 bits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public abstract class KernelBenchmark {
  final KernelContext context = Execution.of(Engine.standard(), 1);
  final Samples samples = new Samples();
}
