package dev.octet.benchmarks;

import dev.octet.kernel.Kernel;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The contracts that a benchmark measures. A test asks for a benchmark of every contract. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Measures {
  /** {@return the contracts} */
  Class<? extends Kernel>[] value();
}
