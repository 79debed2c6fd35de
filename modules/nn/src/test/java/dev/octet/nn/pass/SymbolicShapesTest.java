package dev.octet.nn.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymbolicShapesTest {
  private final GraphBuilder g = Graph.builder();
  private final Value x = g.input("x", Graph.ANY, Graph.ANY, 6);
  private static final Dim B = Dim.of("x", 0);
  private static final Dim T = Dim.of("x", 1);

  private Value list(String name, long... values) {
    return g.add(name, new Constant(LongTensor.wrap(values, values.length)));
  }

  private Value number(String name, long value) {
    return g.add(name, new Constant(LongTensor.scalar(value)));
  }

  private SymbolicShapes shapes(Value last) {
    return new SymbolicShapes(g.output("out", last).build());
  }

  @Test
  void sizesGoThroughAnExportersChain() {
    Value shape = g.add("shape", new ShapeOf(0, Integer.MAX_VALUE), x);
    Value b = g.add("b", new Gather(0), shape, number("zero", 0));
    Value t = g.add("t", new Gather(0), shape, number("minus2", -2));
    Value b1 = g.add("b1", new Unsqueeze(), b, list("axis", 0));
    Value t1 = g.add("t1", new Unsqueeze(), t, list("axis2", 0));
    Value sizes = g.add("sizes", new Concat(0), b1, t1, list("heads", 2, 3));
    Value y = g.add("y", new Reshape(false), x, sizes);
    SymbolicShapes s = shapes(g.add("k", new Transpose(List.of(0, 2, 3, 1)), y));
    assertThat(s.elements("shape")).containsExactly(B, T, Dim.of(6));
    assertThat(s.dims("b")).isEmpty();
    assertThat(s.elements("sizes")).containsExactly(B, T, Dim.of(2), Dim.of(3));
    assertThat(s.dims("y")).containsExactly(B, T, Dim.of(2), Dim.of(3));
    assertThat(s.dims("k")).containsExactly(B, Dim.of(2), Dim.of(3), T);
  }

  @Test
  void whatIsLeftOver() {
    SymbolicShapes s = shapes(g.add("y", new Reshape(false), x, list("s", 0, -1, 2, 3)));
    assertThat(s.dims("y")).containsExactly(B, T, Dim.of(2), Dim.of(3));
  }

  @Test
  void whatIsLeftOverOfConstants() {
    SymbolicShapes s = shapes(g.add("y", new Reshape(false), x, list("s", 0, 0, 2, -1)));
    assertThat(s.dims("y")).containsExactly(B, T, Dim.of(2), Dim.of(3));
  }

  @Test
  void whatCannotBeToldIsASizeOfItsOwn() {
    SymbolicShapes s = shapes(g.add("y", new Reshape(false), x, list("s", -1, 6)));
    assertThat(s.dims("y")).containsExactly(Dim.of("y", 0), Dim.of(6));
  }

  @Test
  void broadcastsOfTwoUnknowns() {
    Value z = g.input("z", Graph.ANY, 1, 6);
    SymbolicShapes s = shapes(g.add("y", new Arithmetic(FloatBinary.Op.ADD), x, z));
    assertThat(s.dims("y")).containsExactly(Dim.of("y", 0), T, Dim.of(6));
  }

  @Test
  void productsMeansAndSlices() {
    Value t = g.add("t", new Transpose(List.of(0, 2, 1)), x);
    Value p = g.add("p", new MatMul(), x, t);
    Value m = g.add("m", new ReduceMean(false, false), p, list("last", -1));
    Value cut =
        g.add(
            "cut",
            new Slice(true, false),
            x,
            list("from", 1, 1),
            list("to", -1, 9),
            list("axes", 2, 1));
    g.output("m", m);
    SymbolicShapes s = shapes(cut);
    assertThat(s.dims("p")).containsExactly(B, T, T);
    assertThat(s.dims("m")).containsExactly(B, T);
    assertThat(s.dims("cut")).containsExactly(B, Dim.of("cut", 1), Dim.of(4));
  }

  @Test
  void nothingIsClaimedOfUnknownAxes() {
    Tensor axes = LongTensor.wrap(new long[] {7}, 1);
    Value y = g.add("y", new Unsqueeze(), x, g.add("axes", new Constant(axes)));
    assertThat(shapes(y).dims("y")).isNull();
  }
}
