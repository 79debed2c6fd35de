package dev.octet.benchmarks;

import dev.octet.kernel.Kernel;
import dev.octet.kernel.reference.ReferenceKernels;
import java.lang.reflect.Array;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** What one call of a benchmark does with a kernel, and how much that is. */
final class Operation {
  /** How far floats may be from the reference's, relative to magnitudes above 1. */
  private static final double TOLERANCE = 1e-4;

  private final Runnable call;
  private final long amount;

  private Operation(Runnable call, long amount) {
    this.call = call;
    this.amount = amount;
  }

  /**
   * An operation that gives what the reference gives: integers are equal, floats close.
   *
   * @param tier whose kernel
   * @param contract the contract
   * @param amount elements or multiply-accumulates
   * @param call uses the kernel
   * @param result the array that it fills
   * @param <K> the contract's type
   * @return the operation
   * @throws IllegalStateException if that tier has no such kernel, or another result
   */
  static <K extends Kernel> Operation of(
      String tier, Class<K> contract, long amount, Consumer<K> call, Object result) {
    K kernel = Tiers.kernel(tier, contract);
    call.accept(kernel);
    int length = Array.getLength(result);
    Object actual = Array.newInstance(result.getClass().componentType(), length);
    System.arraycopy(result, 0, actual, 0, length);
    call.accept(ReferenceKernels.all().find(contract).orElseThrow());
    for (int i = 0; i < length; i++) {
      if (!same(Array.getDouble(actual, i), Array.getDouble(result, i), result)) {
        throw new IllegalStateException(
            "%s %s differs from the reference at %d: %s, not %s"
                .formatted(
                    tier, contract.getSimpleName(), i, Array.get(actual, i), Array.get(result, i)));
      }
    }
    return new Operation(() -> call.accept(kernel), amount);
  }

  /**
   * An operation row by row.
   *
   * @param tier whose kernel
   * @param contract the contract
   * @param elements of all rows
   * @param n of one row
   * @param row uses the kernel for the row at an index
   * @param result the array that the rows fill
   * @param <K> the contract's type
   * @return the operation
   * @throws IllegalStateException if that tier has no such kernel, or another result
   */
  static <K extends Kernel> Operation ofRows(
      String tier, Class<K> contract, int elements, int n, ObjIntConsumer<K> row, Object result) {
    Consumer<K> all =
        kernel -> {
          for (int i = 0; i < elements; i += n) {
            row.accept(kernel, i);
          }
        };
    return of(tier, contract, elements, all, result);
  }

  private static boolean same(double actual, double expected, Object array) {
    boolean real = array instanceof float[] || array instanceof double[];
    double most = real ? TOLERANCE * Math.max(1, Math.abs(expected)) : 0;
    return Double.compare(actual, expected) == 0 || Math.abs(actual - expected) <= most;
  }

  /** {@return the amount that was done} */
  long run() {
    call.run();
    return amount;
  }
}
