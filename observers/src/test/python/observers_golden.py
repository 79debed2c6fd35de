#!/usr/bin/env python3
"""Writes what PyTorch's observers propose for some batches.

    python3 observers_golden.py > ../resources/dev/octet/observe/observers.golden

Run with Debian's python3-torch (1.13.1). Batches come first, then what observers that have seen all
of them propose, until the next batches:

    batches <channel axis>
    batch <sizes, comma separated> <hexadecimal floats>
    case <observer> <dtype> <affine|symmetric> <reduce_range> <qmin|-> <qmax|-> <eps>
    scales <hexadecimal floats>
    zero_points <integers>
"""

import warnings

import torch
from torch.ao.quantization.observer import MinMaxObserver, PerChannelMinMaxObserver

warnings.simplefilter("ignore")
torch.manual_seed(2026)

EPS = torch.finfo(torch.float32).eps
SCHEMES = {
    (False, False): torch.per_tensor_affine,
    (False, True): torch.per_tensor_symmetric,
    (True, False): torch.per_channel_affine,
    (True, True): torch.per_channel_symmetric,
}


def batches():
    """Lists of batches, each list for an observer of its own, with a channel axis for it."""
    normal = torch.randn
    yield 0, [normal(3, 5)]
    yield 1, [normal(2, 3, 4), 3 * normal(5, 3, 2)]
    yield 2, [normal(2, 3, 4) - 10]
    yield 0, [normal(4, 6).abs() + 2, torch.zeros(0, 6), normal(4, 6).abs()]
    yield 0, [torch.zeros(2, 3)]
    yield 0, [torch.tensor([[-1.0, 1.0], [-0.5, 0.5], [-3.0, 3.0]])]
    yield 0, [torch.tensor([[0.25], [-0.25], [0.0]])]
    yield 0, [1e-6 * normal(3, 4)]
    yield 0, [1e-30 * normal(3, 4)]
    yield 0, [torch.tensor([[1e-42, -1e-43], [0.0, 1e-45]])]
    yield 0, [1e30 * normal(3, 4)]
    yield 0, [torch.tensor([[-1.6e38, 1.7e38], [1e38, 0.0]])]
    yield 0, [torch.tensor([[-127.5, 127.5], [-255.0, 0.0], [0.0, 255.0], [-0.5, 254.5]])]
    yield 0, [normal(20, 5) * torch.logspace(-9, 3, 20).reshape(20, 1)]


def ranges(dtype):
    """(reduce_range, qmin, qmax); None where the type's own integers are used."""
    yield False, None, None
    yield True, None, None
    if dtype == torch.qint8:
        yield False, -127, 127
        yield False, -64, 63
        yield False, -8, 7
    else:
        yield False, 0, 127
        yield False, 0, 15


def hexes(tensor):
    return " ".join(float(v).hex() for v in tensor.flatten())


def write(per_channel, dtype, symmetric, reduce_range, qmin, qmax, eps, axis, values):
    args = dict(
        dtype=dtype,
        qscheme=SCHEMES[per_channel, symmetric],
        reduce_range=reduce_range,
        quant_min=qmin,
        quant_max=qmax,
        eps=eps,
    )
    kind = PerChannelMinMaxObserver if per_channel else MinMaxObserver
    observer = kind(ch_axis=axis, **args) if per_channel else kind(**args)
    for batch in values:
        observer(batch)
    scales, zero_points = observer.calculate_qparams()
    print(
        "case",
        kind.__name__,
        str(dtype).split(".")[1],
        "symmetric" if symmetric else "affine",
        str(reduce_range).lower(),
        "-" if qmin is None else qmin,
        "-" if qmax is None else qmax,
        float(eps).hex(),
    )
    print("scales", hexes(scales))
    print("zero_points", *zero_points.flatten().tolist())


def main():
    print("# observers_golden.py, PyTorch", torch.__version__, "(Debian python3-torch 1.13.1)")
    for axis, values in batches():
        print("batches", axis)
        for batch in values:
            print("batch", ",".join(map(str, batch.shape)), hexes(batch))
        for per_channel in (False, True):
            if per_channel and any(v.numel() == 0 for v in values):
                continue  # the per-channel observer of 1.13 stumbles over an empty batch
            for dtype in (torch.quint8, torch.qint8):
                for symmetric in (False, True):
                    for reduce_range, qmin, qmax in ranges(dtype):
                        if reduce_range and symmetric and dtype == torch.quint8:
                            continue  # PyTorch refuses
                        eps = 2**-12 if qmin == -127 else EPS  # as XNNPACK's presets
                        write(
                            per_channel, dtype, symmetric, reduce_range, qmin, qmax, eps, axis, values
                        )


if __name__ == "__main__":
    main()
