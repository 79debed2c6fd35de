package dev.octet.kernels.x86.asm;

import static dev.octet.kernels.x86.asm.Op.Form.MR;
import static dev.octet.kernels.x86.asm.Op.Form.MRI;
import static dev.octet.kernels.x86.asm.Op.Form.RM;
import static dev.octet.kernels.x86.asm.Op.Form.RMI;
import static dev.octet.kernels.x86.asm.Op.Form.RVM;
import static dev.octet.kernels.x86.asm.Op.Form.RVMI;
import static dev.octet.kernels.x86.asm.Op.Form.SHIFT;
import static dev.octet.kernels.x86.asm.Op.Prefix.F2;
import static dev.octet.kernels.x86.asm.Op.Prefix.F3;
import static dev.octet.kernels.x86.asm.Op.Prefix.NP;
import static dev.octet.kernels.x86.asm.Op.Prefix.P66;
import static dev.octet.kernels.x86.asm.Op.Tuple.FULL;
import static dev.octet.kernels.x86.asm.Op.Tuple.FULL_MEM;
import static dev.octet.kernels.x86.asm.Op.Tuple.HALF_MEM;
import static dev.octet.kernels.x86.asm.Op.Tuple.QUARTER_MEM;
import static dev.octet.kernels.x86.asm.Op.Tuple.T1;
import static dev.octet.kernels.x86.asm.Op.Tuple.T4;

import java.util.EnumSet;
import java.util.Set;

/**
 * Vector instructions: how each is encoded. Where VEX and EVEX name an instruction differently, the
 * constant has the name of EVEX. The numbers are those of the manual's opcode tables.
 */
public enum Op {
  VPDPBUSD(RVM, P66, 2, 0x50, 0, 0, FULL, 4),
  VPADDB(RVM, P66, 1, 0xFC, 0, 0, FULL_MEM, 0),
  VPADDD(RVM, P66, 1, 0xFE, 0, 0, FULL, 4),
  VPADDSW(RVM, P66, 1, 0xED, 0, 0, FULL_MEM, 0),
  VPSUBW(RVM, P66, 1, 0xF9, 0, 0, FULL_MEM, 0),
  VPSUBD(RVM, P66, 1, 0xFA, 0, 0, FULL, 4),
  VPMULLD(RVM, P66, 2, 0x40, 0, 0, FULL, 4),
  VPMADDWD(RVM, P66, 1, 0xF5, 0, 0, FULL_MEM, 0),
  VPMAXSW(RVM, P66, 1, 0xEE, 0, 0, FULL_MEM, 0),
  VPMINSW(RVM, P66, 1, 0xEA, 0, 0, FULL_MEM, 0),
  VPADDUSB(RVM, P66, 1, 0xDC, 0, 0, FULL_MEM, 0),
  VPMAXSB(RVM, P66, 2, 0x3C, 0, 0, FULL_MEM, 0),
  VPMINSB(RVM, P66, 2, 0x38, 0, 0, FULL_MEM, 0),
  VPMAXUB(RVM, P66, 1, 0xDE, 0, 0, FULL_MEM, 0),
  VPMINUB(RVM, P66, 1, 0xDA, 0, 0, FULL_MEM, 0),
  VPMAXSD(RVM, P66, 2, 0x3D, 0, 0, FULL, 4),
  VPXORD("vpxor", RVM, P66, 1, 0xEF, 0, 0, FULL, 4),
  VPANDD("vpand", RVM, P66, 1, 0xDB, 0, 0, FULL, 4),
  VPORD("vpor", RVM, P66, 1, 0xEB, 0, 0, FULL, 4),
  VPCMPEQD(RVM, P66, 1, 0x76, 0, -1, FULL, 0),
  VPCMPGTD(RVM, P66, 1, 0x66, 0, -1, FULL, 0),
  VPACKSSDW(RVM, P66, 1, 0x6B, 0, 0, FULL, 4),
  VPACKUSWB(RVM, P66, 1, 0x67, 0, 0, FULL_MEM, 0),
  VPUNPCKLBW(RVM, P66, 1, 0x60, 0, 0, FULL_MEM, 0),
  VPUNPCKHBW(RVM, P66, 1, 0x68, 0, 0, FULL_MEM, 0),
  VPUNPCKLWD(RVM, P66, 1, 0x61, 0, 0, FULL_MEM, 0),
  VPUNPCKHWD(RVM, P66, 1, 0x69, 0, 0, FULL_MEM, 0),
  VPUNPCKLQDQ(RVM, P66, 1, 0x6C, 0, 1, FULL, 8),
  VPUNPCKHQDQ(RVM, P66, 1, 0x6D, 0, 1, FULL, 8),
  VPSHUFB(RVM, P66, 2, 0x00, 0, 0, FULL_MEM, 0),
  VPERMD(RVM, P66, 2, 0x36, 0, 0, FULL, 4),
  VPERMI2B(RVM, P66, 2, 0x75, -1, 0, FULL_MEM, 0),
  VPTESTMB(RVM, P66, 2, 0x26, -1, 0, FULL_MEM, 0),
  VPSHUFD(RMI, P66, 1, 0x70, 0, 0, FULL, 4),
  VPSRAD(SHIFT, P66, 1, 0x72, 4, 0, 0, FULL, 4),
  VPSLLD(SHIFT, P66, 1, 0x72, 6, 0, 0, FULL, 4),
  VPBROADCASTB(RM, P66, 2, 0x78, 0, 0, T1, 1),
  VPBROADCASTW(RM, P66, 2, 0x79, 0, 0, T1, 2),
  VPBROADCASTD(RM, P66, 2, 0x58, 0, 0, T1, 4),
  VBROADCASTSS(RM, P66, 2, 0x18, 0, 0, T1, 4),
  VBROADCASTI32X4("vbroadcasti128", RM, P66, 2, 0x5A, 0, 0, T4, 4),
  VPMOVZXBW(RM, P66, 2, 0x30, 0, 0, HALF_MEM, 0),
  VPMOVZXBD(RM, P66, 2, 0x31, 0, 0, QUARTER_MEM, 0),
  VPMOVSXBW(RM, P66, 2, 0x20, 0, 0, HALF_MEM, 0),
  VPMOVSXBD(RM, P66, 2, 0x21, 0, 0, QUARTER_MEM, 0),
  VMOVDQU8(RM, F2, 1, 0x6F, -1, 0, FULL_MEM, 0),
  VMOVDQU8_STORE(MR, F2, 1, 0x7F, -1, 0, FULL_MEM, 0),
  VMOVDQU32("vmovdqu", RM, F3, 1, 0x6F, 0, 0, FULL_MEM, 0),
  VMOVDQU32_STORE("vmovdqu", MR, F3, 1, 0x7F, 0, 0, FULL_MEM, 0),
  VMOVDQA32("vmovdqa", RM, P66, 1, 0x6F, 0, 0, FULL_MEM, 0),
  VMOVD_STORE("vmovd", MR, P66, 1, 0x7E, 0, -1, T1, 4),
  VMOVD("vmovd", RM, P66, 1, 0x6E, 0, -1, T1, 4),
  VMOVQ("vmovq", RM, F3, 1, 0x7E, 0, -1, T1, 8),
  VMOVQ_STORE("vmovq", MR, P66, 1, 0xD6, 0, -1, T1, 8),
  VEXTRACTI128(MRI, P66, 3, 0x39, 0, -1, T4, 4),
  VEXTRACTI32X4(MRI, P66, 3, 0x39, -1, 0, T4, 4),
  VEXTRACTI64X4(MRI, P66, 3, 0x3B, -1, 1, T4, 8),
  VADDPS(RVM, NP, 1, 0x58, 0, 0, FULL, 4),
  VSUBPS(RVM, NP, 1, 0x5C, 0, 0, FULL, 4),
  VMULPS(RVM, NP, 1, 0x59, 0, 0, FULL, 4),
  VDIVPS(RVM, NP, 1, 0x5E, 0, 0, FULL, 4),
  VMINPS(RVM, NP, 1, 0x5D, 0, 0, FULL, 4),
  VMAXPS(RVM, NP, 1, 0x5F, 0, 0, FULL, 4),
  VSQRTPS(RM, NP, 1, 0x51, 0, 0, FULL, 4),
  VANDPS(RVM, NP, 1, 0x54, 0, 0, FULL, 4),
  VANDNPS(RVM, NP, 1, 0x55, 0, 0, FULL, 4),
  VORPS(RVM, NP, 1, 0x56, 0, 0, FULL, 4),
  VXORPS(RVM, NP, 1, 0x57, 0, 0, FULL, 4),
  VFMADD213PS(RVM, P66, 2, 0xA8, 0, 0, FULL, 4),
  VFMADD231PS(RVM, P66, 2, 0xB8, 0, 0, FULL, 4),
  VFNMADD231PS(RVM, P66, 2, 0xBC, 0, 0, FULL, 4),
  VCVTDQ2PS(RM, NP, 1, 0x5B, 0, 0, FULL, 4),
  VCVTPS2DQ(RM, P66, 1, 0x5B, 0, 0, FULL, 4),
  VMOVUPS(RM, NP, 1, 0x10, 0, 0, FULL_MEM, 0),
  VMOVUPS_STORE("vmovups", MR, NP, 1, 0x11, 0, 0, FULL_MEM, 0),
  VMASKMOVPS(RVM, P66, 2, 0x2C, 0, -1, FULL_MEM, 0),
  VMASKMOVPS_STORE("vmaskmovps", Form.MVR, P66, 2, 0x2E, 0, -1, FULL_MEM, 0),
  VCMPPS(RVMI, NP, 1, 0xC2, 0, -1, FULL, 4),
  VCMPPS_MASK("vcmpps", RVMI, NP, 1, 0xC2, -1, 0, FULL, 4),
  VPERM2I128(RVMI, P66, 3, 0x46, 0, -1, FULL_MEM, 0),
  VSHUFI32X4(RVMI, P66, 3, 0x43, -1, 0, FULL, 4),
  VUNPCKLPS(RVM, NP, 1, 0x14, 0, 0, FULL, 4),
  VUNPCKHPS(RVM, NP, 1, 0x15, 0, 0, FULL, 4);

  /** Which operands there are, in the manual's letters. */
  enum Form {
    /** Destination, source, register or memory. */
    RVM,
    /** Destination, register or memory. */
    RM,
    /** Register or memory is the destination. */
    MR,
    /** Memory is the destination; a mask and a source. */
    MVR,
    /** As RM, with an immediate byte. */
    RMI,
    /** As RVM, with an immediate byte. */
    RVMI,
    /** As MR, with an immediate byte. */
    MRI,
    /** Destination in VEX.vvvv, a source and an immediate byte. */
    SHIFT
  }

  /** The prefix that VEX and EVEX contain. */
  enum Prefix {
    NP,
    P66,
    F3,
    F2
  }

  /** What a memory operand's size is, which EVEX's one-byte distances are multiples of. */
  enum Tuple {
    FULL,
    FULL_MEM,
    HALF_MEM,
    QUARTER_MEM,
    T1,
    T4
  }

  final String vexName;
  final Form form;
  final Prefix prefix;
  final int map;
  final int opcode;

  /** The opcode's three more bits in the place of a register. */
  final int digit;

  /** W in VEX; -1 where there is no VEX form. */
  final int vexW;

  /** W in EVEX; -1 where there is no EVEX form. */
  final int evexW;

  final Tuple tuple;

  /** Bytes of an element of memory that is broadcast or a tuple; 0 where there is neither. */
  final int element;

  Op(Form form, Prefix p, int map, int opcode, int vexW, int evexW, Tuple tuple, int element) {
    this(null, form, p, map, opcode, 0, vexW, evexW, tuple, element);
  }

  Op(
      String vexName,
      Form form,
      Prefix p,
      int map,
      int opcode,
      int vexW,
      int evexW,
      Tuple tuple,
      int element) {
    this(vexName, form, p, map, opcode, 0, vexW, evexW, tuple, element);
  }

  Op(
      Form form,
      Prefix p,
      int map,
      int opcode,
      int digit,
      int vexW,
      int evexW,
      Tuple tuple,
      int element) {
    this(null, form, p, map, opcode, digit, vexW, evexW, tuple, element);
  }

  Op(
      String vexName,
      Form form,
      Prefix prefix,
      int map,
      int opcode,
      int digit,
      int vexW,
      int evexW,
      Tuple tuple,
      int element) {
    this.vexName = vexName;
    this.form = form;
    this.prefix = prefix;
    this.map = map;
    this.opcode = opcode;
    this.digit = digit;
    this.vexW = vexW;
    this.evexW = evexW;
    this.tuple = tuple;
    this.element = element;
  }

  /** Whether EVEX can repeat one element of memory. */
  boolean broadcasts() {
    return tuple == Tuple.FULL && element > 0;
  }

  /** The widths that there are. */
  Set<Vec.Width> widths() {
    return switch (this) {
      case VMOVD, VMOVD_STORE, VMOVQ, VMOVQ_STORE -> EnumSet.of(Vec.Width.XMM);
      case VEXTRACTI128, VPERM2I128 -> EnumSet.of(Vec.Width.YMM);
      case VEXTRACTI64X4 -> EnumSet.of(Vec.Width.ZMM);
      case VPERMD, VBROADCASTI32X4, VEXTRACTI32X4, VSHUFI32X4 ->
          EnumSet.of(Vec.Width.YMM, Vec.Width.ZMM);
      default -> EnumSet.allOf(Vec.Width.class);
    };
  }

  /** Whether the destination is a mask. */
  boolean writesMask() {
    return this == VCMPPS_MASK || this == VPTESTMB;
  }

  /** Whether the source is memory and never a vector. */
  boolean readsMemoryOnly() {
    return switch (this) {
      case VBROADCASTI32X4, VMASKMOVPS, VMOVD -> true;
      default -> false;
    };
  }

  /** What a one-byte distance counts in EVEX. */
  int scale(int vectorBytes, boolean broadcast) {
    if (broadcast) {
      return element;
    }
    return switch (tuple) {
      case FULL, FULL_MEM -> vectorBytes;
      case HALF_MEM -> vectorBytes / 2;
      case QUARTER_MEM -> vectorBytes / 4;
      case T1 -> element;
      case T4 -> 4 * element;
    };
  }
}
