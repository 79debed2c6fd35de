package dev.octet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.plain.PlainProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every contract has a benchmark that JMH finds. */
final class MeasuresTest {
  @Test
  void everyContractIsMeasured() throws ClassNotFoundException {
    Set<Class<? extends Kernel>> measured = new HashSet<>();
    for (BenchmarkListEntry entry : benchmarks()) {
      Measures measures = Class.forName(entry.getUserClassQName()).getAnnotation(Measures.class);
      if (measures != null) {
        measured.addAll(List.of(measures.value()));
      }
    }
    assertThat(measured)
        .containsExactlyInAnyOrderElementsOf(
            new PlainProvider().kernels(KernelSettings.BEST).contracts());
  }

  private static Set<BenchmarkListEntry> benchmarks() {
    return BenchmarkList.defaultList()
        .getAll(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of());
  }
}
