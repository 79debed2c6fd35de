#!/usr/bin/env python3
"""Writes what PyTorch's observers propose for some batches.

    python3 observers_golden.py > ../resources/dev/octet/observe/observers.golden

Run with Debian's python3-torch (1.13.1). Batches come first, then what observers that have seen all
of them propose, until the next batches:

    batches <channel axis>
    batch <sizes, comma separated> <hexadecimal floats>
    noise <shape of the noise> <count> <seed> <scale> <hexadecimal floats at its end>
    case <observer> <dtype> <scheme> <reduce_range> <qmin|-> <qmax|-> <eps> <averaging constant|->
    histogram <sum of counts> <sum of counts times index of bin>
    scales <hexadecimal floats>
    zero_points <integers, or hexadecimal floats>

The line "histogram" is there for histogram observers only. A noise is a batch that is computed, by
the function noise below.

Histograms: PyTorch 1.13.1 gathers a histogram between int(min) and int(max), leaving out what lies
beyond, and joins ranges in a way that was replaced in 2024 (pull request 129387). Its own observer
is asked where neither matters: one batch, whose ends are integers or both between -1 and 1. For all
else there is CurrentHistogramObserver: how it gathers and joins is written anew here, in PyTorch's
tensor operations, from the description of the current way; its search for a range is PyTorch's.
"""

import sys
import warnings

import torch
from torch.ao.quantization.observer import (
    HistogramObserver,
    MinMaxObserver,
    MovingAverageMinMaxObserver,
    MovingAveragePerChannelMinMaxObserver,
    PerChannelMinMaxObserver,
)

warnings.simplefilter("ignore")
torch.manual_seed(2026)
torch.set_num_threads(1)

EPS = torch.finfo(torch.float32).eps
SCHEMES = {
    (False, "affine"): torch.per_tensor_affine,
    (False, "symmetric"): torch.per_tensor_symmetric,
    (True, "affine"): torch.per_channel_affine,
    (True, "symmetric"): torch.per_channel_symmetric,
    (True, "float_qparams"): torch.per_channel_affine_float_qparams,
}


class CurrentHistogramObserver(HistogramObserver):
    """Gathers and joins as PyTorch does since 2024."""

    PARTS = 16

    def forward(self, x):
        if x.numel() == 0:
            return x
        low, high = (v.item() for v in torch.aminmax(x))
        old_low, old_high = self.min_val.item(), self.max_val.item()
        new_low, new_high = min(low, old_low), max(high, old_high)
        counts = torch.histc(x, self.bins, min=new_low, max=new_high)
        if self.histogram.sum() > 0:
            same = (old_low, old_high) == (new_low, new_high)
            counts = (self.histogram if same else self.moved(new_low, new_high)) + counts
        self.histogram = counts
        self.min_val, self.max_val = torch.tensor(new_low), torch.tensor(new_high)
        return x

    def moved(self, low, high):
        """The counts so far, in bins from low to high."""
        if self.min_val == self.max_val:
            one = self.min_val.reshape(1)
            return torch.histc(one, self.bins, min=low, max=high) * self.histogram.sum()
        parts = self.bins * self.PARTS
        old_low, old_high = self.min_val.item(), self.max_val.item()
        width = (self.max_val - self.min_val) / parts
        middles = torch.linspace(old_low, old_high, parts + 1)[:-1] + 0.5 * width
        borders = torch.linspace(low, high, self.bins + 1)
        bins = torch.bucketize(middles, borders, right=True) - 1
        weights = self.histogram.repeat_interleave(self.PARTS) / self.PARTS
        return torch.bincount(bins.clamp(0, self.bins - 1), weights=weights, minlength=self.bins)


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
    yield 1, [normal(3, 4, 2, 2), 2 * normal(1, 4, 3, 3), normal(2, 4, 1, 2) - 1]
    yield 3, [normal(2, 2, 3, 4) for _ in range(5)]


def noise(shape, count, seed, scale, ends):
    """A batch of pseudo-random values, computed in integers and doubles, with some at its end."""
    values = []
    state = seed
    for _ in range(count):
        total = -2.0
        for _ in range(4):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            total += (state >> 33) / 2**31
        if shape == "relu":
            total = max(total, 0.0)
        if shape == "tails":
            total = total * total * total * total * total
        values.append(total * scale)
    return torch.tensor(values + ends, dtype=torch.float64).to(torch.float32)


def histogram_batches():
    """Lists of arguments of noise, and whether PyTorch 1.13.1's own observer is asked."""
    for shape in "normal", "relu", "tails":
        ends = {"normal": [-4.0, 5.0], "relu": [0.0, 3.0], "tails": [-40.0, 33.0]}[shape]
        yield True, [(shape, 3000, 1, 1.0, ends)]
        yield True, [(shape, 3000, 2, 0.03, [])]
        yield False, [(shape, 3000, 3, 7.7, [])]
        yield False, [(shape, 500, 4 + i, 0.1 * (1 + i), []) for i in range(6)]
        yield False, [(shape, 1000, 20 + i, 3.3 / (1 + i), []) for i in range(4)]
        yield False, [(shape, 700, 30, 1.0, []), (shape, 700, 31, 1.0, [1000.0])]
    yield False, [("normal", 400, 40, 1e-7, []), ("normal", 400, 41, 1.5e-7, [])]
    yield False, [("normal", 400, 42, 0.0, [2.5]), ("normal", 400, 43, 1.0, [])]
    yield False, [("normal", 0, 0, 0.0, [0.75, 0.75]), ("normal", 0, 0, 0.0, [0.75])]
    yield False, [("normal", 0, 0, 0.0, [0.0] * 9), ("normal", 0, 0, 0.0, [0.0, 3.0])]
    yield False, [("normal", 0, 0, 0.0, [-2.5])]
    yield False, [("normal", 200, 50 + i, 1.0, [0.01 * i + 5]) for i in range(9)]


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


def hexes(values):
    return " ".join(short(float(v)) for v in values)


def short(value):
    """A hexadecimal float without the zeros that no float32 fills."""
    mantissa, exponent = value.hex().split("p")
    return (mantissa.rstrip("0") if "." in mantissa else mantissa) + (
        "0p" if mantissa.rstrip("0").endswith(".") else "p"
    ) + exponent


def write(kind, dtype, scheme, reduce_range, qmin, qmax, eps, constant, axis, values):
    per_channel = "PerChannel" in kind.__name__
    args = dict(
        dtype=dtype,
        qscheme=SCHEMES[per_channel, scheme],
        reduce_range=reduce_range,
        quant_min=qmin,
        quant_max=qmax,
        eps=eps,
    )
    if per_channel:
        args["ch_axis"] = axis
    if constant is not None:
        args["averaging_constant"] = constant
    observer = kind(**args)
    for batch in values:
        observer(batch)
    scales, zero_points = observer.calculate_qparams()
    print(
        "case",
        kind.__name__,
        str(dtype).split(".")[1],
        scheme,
        str(reduce_range).lower(),
        "-" if qmin is None else qmin,
        "-" if qmax is None else qmax,
        short(float(eps)),
        "-" if constant is None else short(constant),
    )
    if isinstance(observer, HistogramObserver):
        counts = observer.histogram.double()
        index = torch.arange(len(counts), dtype=torch.float64)
        print("histogram", short(counts.sum().item()), short((counts * index).sum().item()))
    print("scales", hexes(scales.flatten()))
    integers = zero_points.dtype != torch.float32
    print(
        "zero_points",
        " ".join(map(str, zero_points.flatten().tolist()))
        if integers
        else hexes(zero_points.flatten()),
    )


def write_ranges(axis, values):
    """What the observers of ranges propose."""
    for per_channel in (False, True):
        if per_channel and any(v.numel() == 0 for v in values):
            continue  # the per-channel observer of 1.13 stumbles over an empty batch
        kind = PerChannelMinMaxObserver if per_channel else MinMaxObserver
        for dtype in (torch.quint8, torch.qint8):
            for scheme in ("affine", "symmetric"):
                for reduce_range, qmin, qmax in ranges(dtype):
                    if reduce_range and scheme == "symmetric" and dtype == torch.quint8:
                        continue  # PyTorch refuses
                    eps = 2**-12 if qmin == -127 else EPS  # as XNNPACK's presets
                    write(
                        kind, dtype, scheme, reduce_range, qmin, qmax, eps, None, axis, values
                    )
        if per_channel:
            write(
                kind, torch.quint8, "float_qparams", False, None, None, EPS, None, axis, values
            )


def write_averages(axis, values):
    """What the observers of moving averages propose."""
    for constant in (0.01, 0.25, 1.0):
        for dtype, scheme in ((torch.quint8, "affine"), (torch.qint8, "symmetric")):
            if all(v.numel() > 0 for v in values):
                kind = MovingAveragePerChannelMinMaxObserver
                write(kind, dtype, scheme, False, None, None, EPS, constant, axis, values)
                kind = MovingAverageMinMaxObserver
                write(kind, dtype, scheme, False, None, None, EPS, constant, axis, values)


def write_histograms(own, values):
    """What the observers of histograms propose."""
    for dtype, scheme, reduce_range, eps in (
        (torch.quint8, "affine", False, EPS),
        (torch.quint8, "affine", True, EPS),
        (torch.qint8, "affine", False, 2**-12),
        (torch.qint8, "symmetric", False, EPS),
    ):
        if own:
            low, high = (v.item() for v in torch.aminmax(values[0]))
            assert int(low) == int(high) or (int(low), int(high)) == (low, high)
            write(
                HistogramObserver, dtype, scheme, reduce_range, None, None, eps, None, 0, values
            )
        write(
            CurrentHistogramObserver,
            *(dtype, scheme, reduce_range, None, None, eps, None, 0, values),
        )


def main():
    print("# observers_golden.py, PyTorch", torch.__version__, "(Debian python3-torch 1.13.1)")
    for axis, values in batches():
        print("batches", axis)
        for batch in values:
            print("batch", ",".join(map(str, batch.shape)), hexes(batch.flatten()))
        write_ranges(axis, values)
        if max(v.abs().max().item() if v.numel() else 0.0 for v in values) < 1e38:
            write_averages(axis, values)
    for own, noises in histogram_batches():
        print("batches 0")
        for shape, count, seed, scale, ends in noises:
            print("noise", shape, count, seed, short(scale), hexes(ends))
        write_histograms(own, [noise(*n) for n in noises])
        print(".", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
