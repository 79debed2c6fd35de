#!/usr/bin/env python3
"""Writes small checkpoints of PyTorch, and what is in them.

    python3 checkpoints.py ../resources/dev/octet/formats/torch

Run with Debian's python3-torch (1.13.1). Beside each NAME.pt stands a NAME.txt, of one line for each
entry in the file's order:

    tensor <name> <float|long|bool|qint8|quint8|qint32> <sizes|scalar> <elements>
    qparams <name> <axis|-1> <scales> <zero points>
    value <name> <type> <value>
    version <module> <version>

A tensor's elements stand in row-major order, floats in hexadecimal, quantized ones as integers.
"""

import os
import struct
import sys
import warnings
from collections import OrderedDict

import torch
from torch import nn

warnings.simplefilter("ignore")
torch.manual_seed(2026)
torch.set_num_threads(1)
torch.backends.quantized.engine = "qnnpack"

KINDS = {
    torch.float32: "float",
    torch.float64: "float",
    torch.float16: "float",
    torch.bfloat16: "float",
    torch.int64: "long",
    torch.int32: "long",
    torch.int16: "long",
    torch.int8: "qint8",
    torch.uint8: "quint8",
    torch.bool: "bool",
    torch.qint8: "qint8",
    torch.quint8: "quint8",
    torch.qint32: "qint32",
}


def dtypes():
    values = [0.0, -0.0, 1.5, -2.75, 1e-3, 65504.0, float("inf"), 3.141592653589793]
    yield "float32", torch.tensor(values)
    yield "float64", torch.tensor(values, dtype=torch.float64)
    yield "float16", torch.tensor(values, dtype=torch.float16)
    yield "bfloat16", torch.tensor(values, dtype=torch.bfloat16)
    yield "int64", torch.tensor([-(2**63), -1, 0, 2**63 - 1])
    yield "int32", torch.tensor([-(2**31), -1, 0, 2**31 - 1], dtype=torch.int32)
    yield "int16", torch.tensor([-(2**15), -1, 0, 2**15 - 1], dtype=torch.int16)
    yield "int8", torch.tensor([[-128, -1], [0, 127]], dtype=torch.int8)
    yield "uint8", torch.tensor([[0, 1], [128, 255]], dtype=torch.uint8)
    yield "bool", torch.tensor([True, False, True])
    yield "scalar", torch.tensor(7.25)
    yield "empty", torch.zeros(0, 3)


def views():
    base = torch.arange(24.0).reshape(2, 3, 4)
    yield "base", base
    yield "transposed", base.transpose(0, 2)
    yield "slice", base[1:, :, 1:3]
    yield "last", base[1, 2]
    yield "expanded", torch.tensor([[1.0], [2.0]]).expand(2, 3)
    yield "channels_last", torch.randn(2, 3, 2, 2).contiguous(memory_format=torch.channels_last)
    yield "parameter", nn.Parameter(torch.randn(2, 2))
    yield "bytes", torch.arange(10, dtype=torch.uint8)[3:7]
    tied = nn.Parameter(torch.randn(3))
    yield "tied_a", tied
    yield "tied_b", tied
    quantized = torch.quantize_per_tensor(torch.randn(4, 5), 0.05, 3, torch.quint8)
    yield "quantized", quantized
    yield "quantized_rows", quantized[1:3]
    yield "quantized_transposed", quantized.t()
    yield "accumulators", torch.quantize_per_tensor(torch.randn(3), 0.001, 0, torch.qint32)
    scales = torch.tensor([0.1, 0.02, 0.003], dtype=torch.float64)
    zeros = torch.tensor([0, 5, -7])
    yield "per_channel", torch.quantize_per_channel(torch.randn(2, 3, 2), scales, zeros, 1, torch.qint8)


def training():
    net = nn.Sequential(OrderedDict(fc=nn.Linear(3, 2), bn=nn.BatchNorm1d(2)))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    net(torch.randn(4, 3)).sum().backward()
    optimizer.step()
    return {
        "epoch": 3,
        "seed": 2**64 - 1,
        "best": 0.75,
        "name": "netz-ä",
        "done": False,
        "nothing": None,
        "shape": torch.Size([1, 2]),
        "device": torch.device("cuda", 1),
        "dtype": torch.float16,
        "labels": {"b"},
        "state_dict": net.state_dict(),
        "optimizer": optimizer.state_dict(),
    }


def quantized(bias):
    net = nn.Sequential(
        OrderedDict(
            quant=torch.ao.quantization.QuantStub(),
            conv=nn.Conv2d(2, 3, 2, bias=bias),
            relu=nn.ReLU(),
            flat=nn.Flatten(),
            fc=nn.Linear(12, 2),
            dequant=torch.ao.quantization.DeQuantStub(),
        )
    )
    net.qconfig = torch.ao.quantization.get_default_qconfig("fbgemm")
    torch.ao.quantization.prepare(net, inplace=True)
    net(torch.randn(2, 2, 3, 3))
    return torch.ao.quantization.convert(net).state_dict()


def checkpoints():
    yield "dtypes", OrderedDict(dtypes()), {}
    yield "views", OrderedDict(views()), {}
    yield "training", training(), {}
    state = quantized(True)
    yield "quantized", state, {}
    # What FBGEMM, which unpacks a missing bias as None, writes; QNNPACK unpacks zeros.
    state = quantized(False)
    state["conv.bias"] = None
    weight, _ = state["fc._packed_params._packed_params"]
    state["fc._packed_params._packed_params"] = (weight, None)
    yield "quantized-no-bias", state, {}
    yield "old", training(), {"_use_new_zipfile_serialization": False}
    yield "old-views", OrderedDict(views()), {"_use_new_zipfile_serialization": False}
    yield "old-protocol1", OrderedDict(dtypes()), {
        "_use_new_zipfile_serialization": False,
        "pickle_protocol": 1,
    }
    for protocol in (3, 4, 5):
        yield f"protocol{protocol}", training(), {"pickle_protocol": protocol}
    yield "tensor", torch.tensor([1.0, 2.0]), {}


def hexadecimal(value):
    return "%08x" % struct.unpack("<I", struct.pack("<f", value))


def numbers(values):
    return ",".join(str(v) for v in values) or "-"


def tensor_lines(name, t):
    sizes = "x".join(str(d) for d in t.shape) or "scalar"
    kind = KINDS[t.dtype]
    if t.is_quantized:
        elements = numbers(t.int_repr().flatten().tolist())
    elif kind == "float":
        elements = ",".join(hexadecimal(v) for v in t.detach().float().flatten().tolist()) or "-"
    else:
        elements = numbers(t.flatten().to(torch.int64).tolist())
    yield f"tensor {name} {kind} {sizes} {elements}"
    if t.is_quantized and t.qscheme() == torch.per_tensor_affine:
        yield f"qparams {name} -1 {hexadecimal(t.q_scale())} {t.q_zero_point()}"
    elif t.is_quantized:
        scales = ",".join(hexadecimal(s) for s in t.q_per_channel_scales().tolist())
        zeros = numbers(t.q_per_channel_zero_points().tolist())
        yield f"qparams {name} {t.q_per_channel_axis()} {scales} {zeros}"


def lines(name, value):
    def join(part):
        return f"{name}.{part}" if name else str(part)

    if isinstance(value, torch.Tensor):
        yield from tensor_lines(name or "''", value)
    elif isinstance(value, dict):
        for module, versions in getattr(value, "_metadata", {}).items():
            if "version" in versions:
                yield f"version {join(module) if module else name or repr('')} {versions['version']}"
        for key, item in value.items():
            yield from lines(join(key), item)
    elif name.endswith("._packed_params._packed_params"):
        layer = name[: -len("._packed_params._packed_params")]
        yield from lines(layer + ".weight", value[0])
        yield from lines(layer + ".bias", value[1])
    elif isinstance(value, (list, tuple, set)):
        for i, item in enumerate(value):
            yield from lines(join(i), item)
    elif isinstance(value, bool):
        yield f"value {name} Boolean {str(value).lower()}"
    elif isinstance(value, int):
        yield f"value {name} {'Long' if value < 2**63 else 'BigInteger'} {value}"
    elif isinstance(value, float):
        yield f"value {name} Double {value!r}"
    elif value is not None:
        yield f"value {name} String {value}"


def main():
    folder = sys.argv[1]
    for name, saved, options in checkpoints():
        torch.save(saved, os.path.join(folder, name + ".pt"), **options)
        with open(os.path.join(folder, name + ".txt"), "w", encoding="utf-8") as text:
            text.writelines(line + "\n" for line in lines("", saved))


if __name__ == "__main__":
    main()
