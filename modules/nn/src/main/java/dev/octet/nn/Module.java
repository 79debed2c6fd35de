package dev.octet.nn;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * One layer. Users write their own. A module is immutable and keeps nothing from call to call, so
 * that one may serve many threads.
 */
public interface Module {
  /**
   * What kind of layer this is: the key of rules, coverage reports and files.
   *
   * @return a stable name, {@code linear}; a user's own carries a prefix, {@code acme.swish}
   */
  String type();

  /**
   * Computes the layer.
   *
   * <p>Results may be views of inputs. Arrays from {@link Execution#newFloats} spare allocation;
   * any other array will do. Inputs are not written to.
   *
   * @param inputs the node's inputs, in order
   * @param execution threads, scratch arrays and room for results
   * @return the results, as many as the node has outputs
   * @throws IllegalArgumentException if the inputs do not fit; says what was expected and what
   *     came. The session puts the node's name before it
   */
  List<Tensor> forward(List<Tensor> inputs, Execution execution);

  /**
   * This layer made ready for one engine, with its weights packed for that engine's kernels. Called
   * once for each node when a session is made.
   *
   * @param engine the engine
   * @return a module that computes the same; this one when there is nothing to prepare
   */
  default Module prepare(Engine engine) {
    return this;
  }

  /**
   * What {@code save} writes and {@code load} makes a module from again, through {@link
   * ModuleTypes}; also what coverage reports count as the module's bytes.
   *
   * @return settings and weights; empty when there are none
   */
  default ModuleState state() {
    return ModuleState.EMPTY;
  }
}
