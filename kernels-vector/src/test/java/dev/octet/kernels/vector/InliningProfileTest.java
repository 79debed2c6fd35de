package dev.octet.kernels.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A kernel keeps its vectors in registers even where C2 compiled its caller at a time when the
 * kernel, or the way it takes now, was rare: see the package's documentation.
 */
class InliningProfileTest {
  /** One call in so many is the rare one, while C2 compiles the others. */
  private static final int RARE = 1000;

  private static final int MIXED = 20_000;

  /** Whole vectors and an end. */
  private static final int LONG = 4 * VectorWidth.LANES + 3;

  /** What was rare. */
  enum Rare {
    /** The kernel: most calls went to the plain one. */
    KERNEL,
    /** The kernel, the other way it has. */
    KERNEL_OTHER_WAY,
    /** Rows of at least one vector. */
    LONG_ROWS,
    /** The same, the other way. */
    LONG_ROWS_OTHER_WAY,
    /** The other way. */
    OTHER_WAY,
    /** The first way, where the other was frequent. */
    FIRST_WAY
  }

  static List<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    for (KernelCase<?> kernel : RowKernels.all()) {
      for (Rare rare : Rare.values()) {
        if (kernel.twoWays() || rare == Rare.KERNEL || rare == Rare.LONG_ROWS) {
          all.add(Arguments.of(kernel.name(), rare));
        }
      }
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, rare: {1}")
  @MethodSource("all")
  void makesNoObjectOfWhatWasRare(String kernel, Rare rare) throws ReflectiveOperationException {
    Class<?> anew = new Anew().loadClass(InliningProfileTest.class.getName());
    Method bytes = anew.getDeclaredMethod("bytes", String.class, String.class);
    bytes.setAccessible(true);
    assertThat(bytes.invoke(null, kernel, rare.name())).isEqualTo(0L);
  }

  static long bytes(String name, String rare) {
    for (KernelCase<?> kernel : RowKernels.all()) {
      if (kernel.name().equals(name)) {
        return bytes(kernel, Rare.valueOf(rare));
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static <K> long bytes(KernelCase<K> kernel, Rare rare) {
    KernelCase.Call<K> call = kernel.call();
    boolean other = rare.name().endsWith("OTHER_WAY");
    Runnable frequent =
        switch (rare) {
          case KERNEL, KERNEL_OTHER_WAY -> () -> call.on(kernel.plain(), LONG, other);
          case LONG_ROWS, LONG_ROWS_OTHER_WAY -> () -> call.on(kernel.vector(), 1, other);
          case OTHER_WAY, FIRST_WAY -> () -> call.on(kernel.vector(), LONG, !other);
        };
    Runnable seldom = () -> call.on(kernel.vector(), LONG, other);
    for (int i = 0; i < MIXED; i++) {
      (i % RARE == 0 ? seldom : frequent).run();
    }
    return Allocation.bytes(seldom);
  }

  /** Loads the kernels and their tests anew, without the profiles that other tests left. */
  private static final class Anew extends ClassLoader {
    private static final String OURS = InliningProfileTest.class.getPackageName() + ".";

    Anew() {
      super(InliningProfileTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(OURS)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
