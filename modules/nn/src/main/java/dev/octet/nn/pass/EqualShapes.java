package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import java.util.List;

/** Which values of a graph have the same shape, whatever its inputs' sizes. */
public final class EqualShapes {
  private final SymbolicShapes shapes;

  /**
   * Looks at a graph.
   *
   * @param graph the graph
   */
  public EqualShapes(Graph graph) {
    shapes = new SymbolicShapes(graph);
  }

  /**
   * Whether two values have the same shape in every run.
   *
   * @param a a value
   * @param b a value
   * @return false also where that is not known
   */
  public boolean of(String a, String b) {
    List<Dim> dims = shapes.dims(a);
    return dims != null && dims.equals(shapes.dims(b));
  }
}
