package dev.octet.engine;

import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelContext;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One pass over a graph: the threads and arrays that modules and kernels may use. Belongs to one
 * caller at a time; a session hands it on from pass to pass.
 */
public final class Execution implements KernelContext {
  private final Engine engine;
  private final Workspace workspace = new Workspace();
  private final int threads;
  private final List<Tensor> lent = new ArrayList<>();
  private boolean inParallel;

  private Execution(Engine engine, int threads) {
    this.engine = engine;
    this.threads = threads;
  }

  /**
   * Makes an execution with arrays of its own.
   *
   * @param engine the kernels
   * @param threads the most threads that a pass uses, at least 1
   * @return an execution
   * @throws IllegalArgumentException if {@code threads} is below 1
   */
  public static Execution of(Engine engine, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
    return new Execution(engine, threads);
  }

  /**
   * The kernel that fills a contract.
   *
   * @param contract the contract
   * @param <K> its type
   * @return the engine's kernel
   */
  public <K extends Kernel> K kernel(Class<K> contract) {
    return engine.kernel(contract);
  }

  /**
   * A tensor for a module's result, with any contents. It lives until the last module that needs it
   * has run.
   *
   * @param shape its sizes
   * @return a tensor to fill, row-major
   */
  public FloatTensor newFloats(Shape shape) {
    return newFloats(shape, Layout.CONTIGUOUS);
  }

  /**
   * A tensor for a module's result, with any contents. It lives until the last module that needs it
   * has run.
   *
   * @param shape its logical sizes
   * @param layout how its elements lie
   * @return a tensor to fill
   */
  public FloatTensor newFloats(Shape shape, Layout layout) {
    FloatTensor tensor = FloatTensor.wrap(workspace.floats(shape.size()), 0, shape, layout);
    lent.add(tensor);
    return tensor;
  }

  /**
   * A tensor of 8-bit integers for a module's result, with any contents. It lives until the last
   * module that needs it has run.
   *
   * @param shape its logical sizes
   * @param layout how its integers lie
   * @param dtype {@code QINT8} or {@code QUINT8}
   * @param qparams what its integers stand for
   * @return a tensor to fill
   */
  public QTensor newBytes(Shape shape, Layout layout, DType dtype, QParams qparams) {
    QTensor tensor = QTensor.wrap(workspace.bytes(shape.size()), 0, shape, layout, dtype, qparams);
    lent.add(tensor);
    return tensor;
  }

  /**
   * Gives back the array behind a value that no one needs any more.
   *
   * @param dead a value whose last reader has run
   * @param alive values that are still needed, with gaps of null; an array that one of them looks
   *     at stays
   */
  public void retire(Tensor dead, Tensor[] alive) {
    for (int i = lent.size() - 1; i >= 0; i--) {
      if (lent.get(i).sharesStorageWith(dead)) {
        for (Tensor t : alive) {
          if (t != null && t.sharesStorageWith(dead)) {
            return;
          }
        }
        giveBack(lent.set(i, lent.getLast()));
        lent.removeLast();
        return;
      }
    }
  }

  /** Ends a pass: every array that still is out comes back. */
  public void finish() {
    for (Tensor tensor : lent) {
      giveBack(tensor);
    }
    lent.clear();
  }

  private void giveBack(Tensor tensor) {
    workspace.release(tensor instanceof QTensor q ? q.array() : ((FloatTensor) tensor).array());
  }

  @Override
  public void parallel(int tasks, IntConsumer task) {
    // The caller of a pass is inside parallel() itself while its tasks run, so a call in that time
    // comes from a task.
    if (tasks <= 1 || threads == 1 || inParallel) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
      return;
    }
    inParallel = true;
    try {
      Helpers.run(tasks, threads, task);
    } finally {
      inParallel = false;
    }
  }

  @Override
  public int threads() {
    return threads;
  }

  @Override
  public float[] floats(int atLeast) {
    return workspace.floats(atLeast);
  }

  @Override
  public byte[] bytes(int atLeast) {
    return workspace.bytes(atLeast);
  }

  @Override
  public int[] ints(int atLeast) {
    return workspace.ints(atLeast);
  }

  @Override
  public void release(Object array) {
    workspace.release(array);
  }
}
