package dev.octet.kernels.x86.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What cannot be encoded is said, and nothing is written. */
class AssemblerErrorsTest {
  private static final Mem PLACE = Mem.at(Gpr.RDI);
  private static final Mem LANES = PLACE.merge(Mask.K1);
  private static final Vec X = Vec.xmm(1);
  private static final Vec Y = Vec.ymm(2);
  private static final Vec Z = Vec.zmm(3);
  private static final Vec HIGH = Vec.ymm(16);
  private static final Vec MASKED = Vec.ymm(4).merge(Mask.K2);

  private final List<DynamicTest> tests = new ArrayList<>();

  /** All parts of the message. */
  private void refused(String name, Consumer<Assembler> code, String... message) {
    tests.add(
        dynamicTest(
            name,
            () -> {
              Assembler a = new Assembler();
              assertThatThrownBy(() -> code.accept(a))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageContainingAll(message);
              assertThat(a.position()).isZero();
            }));
  }

  @TestFactory
  Stream<DynamicTest> formsThatAreNot() {
    String none = " has no such form: ";
    refused(
        "VEX alone, 512 bits",
        a -> a.op(Op.VPCMPEQD, Z, Z, Z),
        "VPCMPEQD" + none + "EVEX of ZMM, registers 3, 3, mask null");
    refused(
        "VEX alone, a mask",
        a -> a.op(Op.VCMPPS, MASKED, Y, Y, 0),
        "VCMPPS" + none + "EVEX of YMM, registers 4, 2, mask K2");
    refused(
        "VEX alone, register 16",
        a -> a.op(Op.VPCMPGTD, Y, Y, HIGH),
        "VPCMPGTD" + none,
        "number=16");
    refused("VEX alone, destination 16", a -> a.op(Op.VPCMPGTD, HIGH, Y, Y), "registers 16, 2");
    refused("VEX alone, second 16", a -> a.op(Op.VPCMPGTD, Y, HIGH, Y), "registers 2, 16");
    refused(
        "VEX alone, repeated",
        a -> a.op(Op.VCMPPS, Y, Y, PLACE.repeated(), 1),
        "VCMPPS" + none,
        "broadcast=true");
    refused("no bytes repeat", a -> a.op(Op.VPADDB, Z, Z, PLACE.repeated()), "VPADDB" + none);
    refused("broadcasts", a -> a.op(Op.VPBROADCASTD, Z, PLACE.repeated()), "VPBROADCASTD" + none);
    refused("a scalar", a -> a.op(Op.VMOVQ, X, PLACE.repeated()), "VMOVQ" + none);
    refused(
        "repeated in a store",
        a -> a.store(Op.VMOVUPS_STORE, PLACE.repeated(), Z),
        "VMOVUPS_STORE" + none);
    refused("a mask of lanes and K1", a -> a.store(Op.VMASKMOVPS_STORE, LANES, Y, Y), "mask K1");
    refused("a mask on vmovd", a -> a.vmovd(X.merge(Mask.K1), Gpr.RAX), "VMOVD" + none, "mask K1");
    refused("register 16 of vmovd", a -> a.vmovd(Vec.xmm(16), Gpr.RAX), "VMOVD" + none);
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> widthsThatAreNot() {
    String none = " has no such form: ";
    for (Op op : Op.values()) {
      for (Vec.Width width : Vec.Width.values()) {
        Vec v = new Vec(1, width, null, false);
        boolean there = op.widths().contains(width) && (op.evexW >= 0 || width != Vec.Width.ZMM);
        if (!there) {
          refused(op + " " + width, a -> write(a, op, v), op + none, "of " + width);
        }
      }
    }
    return tests.stream();
  }

  private static void write(Assembler a, Op op, Vec v) {
    switch (op.form) {
      case RVM -> a.op(op, v, v, PLACE);
      case RM -> a.op(op, v, PLACE);
      case MR -> a.store(op, PLACE, v);
      case MVR -> a.store(op, PLACE, v, v);
      case RMI -> a.op(op, v, PLACE, 1);
      case SHIFT -> a.op(op, v, v, 1);
      case RVMI -> a.op(op, v, v, PLACE, 1);
      case MRI -> a.extract(op, PLACE, v, 1);
    }
  }

  @TestFactory
  Stream<DynamicTest> operandsOfAnotherOp() {
    refused("of two", a -> a.op(Op.VADDPS, Y, Y), "VADDPS has operands RVM");
    refused("of three", a -> a.op(Op.VSQRTPS, Y, Y, Y), "VSQRTPS has operands RM");
    refused("an immediate", a -> a.op(Op.VADDPS, Y, Y, 3), "VADDPS has operands RVM");
    refused("no immediate", a -> a.op(Op.VCMPPS, Y, Y, Y), "VCMPPS has operands RVMI");
    refused("three, one number", a -> a.op(Op.VPSHUFD, Y, Y, Y, 3), "VPSHUFD has operands RMI");
    refused("a store", a -> a.store(Op.VMOVUPS, PLACE, Y), "VMOVUPS has operands RM");
    refused("lanes", a -> a.store(Op.VMOVUPS_STORE, PLACE, Y, Y), "VMOVUPS_STORE has operands MR");
    refused("a mask", a -> a.op(Op.VCMPPS, Mask.K1, Y, Y, 1), "VCMPPS has operands RVMI");
    String mask = ", the first a mask";
    refused(
        "no mask", a -> a.op(Op.VCMPPS_MASK, Y, Y, Y, 1), "VCMPPS_MASK has operands RVMI" + mask);
    refused("no mask of two", a -> a.op(Op.VPTESTMB, Y, Y, Y), "VPTESTMB has operands RVM" + mask);
    refused("extract", a -> a.extract(Op.VCMPPS, PLACE, Y, 1), "VCMPPS has operands RVMI");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> sourcesThatAreNot() {
    String mask = ": a mask stands at the destination, got the source ";
    refused("last", a -> a.op(Op.VADDPS, Y, Y, MASKED), "VADDPS" + mask + MASKED);
    refused("second", a -> a.op(Op.VADDPS, Y, MASKED, Y), "VADDPS" + mask + MASKED);
    refused("of two", a -> a.op(Op.VSQRTPS, Y, MASKED), "VSQRTPS" + mask + MASKED);
    refused("memory", a -> a.op(Op.VMOVUPS, Y, LANES), "VMOVUPS" + mask + LANES);
    refused("of RMI", a -> a.op(Op.VPSHUFD, Y, LANES, 1), "VPSHUFD" + mask + LANES);
    refused("of RVMI", a -> a.op(Op.VCMPPS, Y, MASKED, Y, 1), "VCMPPS" + mask + MASKED);
    refused("stored", a -> a.store(Op.VMOVUPS_STORE, PLACE, MASKED), "VMOVUPS_STORE" + mask);
    refused("extracted", a -> a.extract(Op.VEXTRACTI32X4, X, MASKED, 1), "VEXTRACTI32X4" + mask);
    refused("vmovd", a -> a.vmovd(Gpr.RAX, X.merge(Mask.K1)), "VMOVD_STORE" + mask);
    refused(
        "no register for lanes",
        a -> a.op(Op.VMASKMOVPS, Y, Y, X),
        "VMASKMOVPS reads memory, got " + X);
    for (Op op : List.of(Op.VBROADCASTI32X4, Op.VMOVD)) {
      refused("no register for " + op, a -> a.op(op, Y, X), op + " reads memory, got " + X);
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> generalPurposeRegisters() {
    for (Gpr g : List.of(Gpr.RSP, Gpr.RBP, Gpr.RSI, Gpr.RDI)) {
      refused("byte of " + g, a -> a.mov8(PLACE, g), g + " has no byte without a prefix");
    }
    refused("a mask", a -> a.mov(Gpr.RAX, LANES), LANES + " is not for general-purpose registers");
    refused("repeated", a -> a.dec(PLACE.repeated()), " is not for general-purpose registers");
    refused("shl by 64", a -> a.shl(Gpr.RAX, 64), "a shift by 64 is not from 0 to 63");
    refused("shr by -1", a -> a.shr(Gpr.RAX, -1), "a shift by -1 is not from 0 to 63");
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> operandsByThemselves() {
    refused("register -1", a -> Vec.xmm(-1), "vector register -1 is not from 0 to 31");
    refused("register 32", a -> Vec.zmm(32), "vector register 32 is not from 0 to 31");
    refused("zeroed", a -> Vec.zmm(5).zero(null), "vector register 5 is zeroed by no mask");
    refused("index RSP", a -> Mem.at(Gpr.RAX, Gpr.RSP, 1, 0), "index RSP cannot be encoded");
    refused("scale", a -> Mem.at(Gpr.RAX, Gpr.RCX, 3, 0), "scale 3 is not 1, 2, 4 or 8");
    refused("no base", a -> Mem.at((Gpr) null), "memory has a base or a label, got null, null");
    refused(
        "base and label",
        a -> new Mem(Gpr.RAX, null, 1, 0, new Label(), false, null),
        "memory has a base or a label, got RAX, label not bound yet");
    refused(
        "label and index",
        a -> new Mem(null, Gpr.RCX, 1, 0, new Label(), false, null),
        "index RCX cannot be encoded");
    return tests.stream();
  }
}
