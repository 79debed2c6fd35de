"""Asks torchvision for networks, their weights and their answers, for the tests tagged "torchvision".

    python3 torchvision_cases.py DIRECTORY [ARCHITECTURE ...]

needs Debian's python3-torch and python3-torchvision (written with 1.13.1 and 0.14.1) and a CPU with
VNNI: without, sums of the engine onednn saturate. Writes for each architecture DIRECTORY/NAME/

    float.pth            state_dict, by torch.save
    float.safetensors    "x" and the float network's "logits"; "logits_relu" of the quantizable twin
    SCHEME.pth           state_dict of the quantized twin; SCHEME is per_tensor or per_channel
    SCHEME.safetensors   "calibration", batches one after the other, and what observers saw of it
                         (NAME.min_val, NAME.max_val) and proposed (NAME.scale, NAME.zero_point);
                         "x" and "ENGINE.logits"; for the first two images ENGINE/NAME/0, /1 and
                         /out: integers into and out of each quantized layer, with /scales and
                         /zero_points in the same order

Weights are random, and statistics are those of random images. So that the networks tell images
apart as trained ones do, the last layer is fitted: the first 100 classes are one image each, and
the other 900 classes small random ones. Inputs are those images with noise.
"""

import copy
import json
import os
import struct
import sys
import warnings

try:
    import torch
    import torchvision
    from torch.ao import quantization
    from torchvision.models import quantization as quantizable
    from torchvision.models.quantization.resnet import (
        QuantizableBasicBlock as Basic,
        QuantizableBottleneck as Bottleneck,
        QuantizableResNet,
    )
    from torchvision.models.quantization.utils import _replace_relu
except ImportError as e:
    sys.exit(f"needs Debian's python3-torch and python3-torchvision (apt-get install python3-torchvision): {e}")

CLASSES = 1000
IMAGES = 100
NOISE = 0.1

# The float network, the arguments of its quantizable twin, the images' size, and the schemes.
ARCHITECTURES = {
    "resnet18": ((Basic, [2, 2, 2, 2]), {}, 64, ("per_tensor", "per_channel")),
    "resnet34": ((Basic, [3, 4, 6, 3]), {}, 32, ("per_tensor",)),
    "resnet50": ((Bottleneck, [3, 4, 6, 3]), {}, 32, ("per_tensor", "per_channel")),
    "resnet101": ((Bottleneck, [3, 4, 23, 3]), {}, 32, ("per_tensor",)),
    "resnext50_32x4d": ((Bottleneck, [3, 4, 6, 3]), dict(groups=32, width_per_group=4), 32, ("per_tensor",)),
    "resnext101_32x8d": ((Bottleneck, [3, 4, 23, 3]), dict(groups=32, width_per_group=8), 32, ("per_tensor",)),
    "mobilenet_v2": (None, {}, 64, ("per_tensor", "per_channel")),
}
INPUTS = 500
BATCH = 8

WEIGHTS = {
    "per_tensor": quantization.default_weight_observer,
    "per_channel": quantization.default_per_channel_weight_observer,
}
ENGINES = {"per_tensor": ("onednn", "qnnpack"), "per_channel": ("onednn",)}


def save(path, tensors):
    """The safetensors format: the header's length, the header in JSON, the tensors' bytes."""
    names = {torch.float32: "F32", torch.uint8: "U8", torch.int64: "I64"}
    header, at = {}, 0
    tensors = {name: t.detach().contiguous() for name, t in tensors.items()}
    for name, t in tensors.items():
        end = at + t.numel() * t.element_size()
        header[name] = {"dtype": names[t.dtype], "shape": list(t.shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(text)))
        f.write(text)
        for t in tensors.values():
            f.write(t.numpy().tobytes())


def images(count, size):
    """Waves of random direction and colour, and noise: mean 0, deviation near 1."""
    y = torch.linspace(0, 1, size).view(1, 1, 1, size, 1)
    x = torch.linspace(0, 1, size).view(1, 1, 1, 1, size)
    wave = (count, 3, 3, 1, 1)
    turns = 6 * torch.randn(wave) * y + 6 * torch.randn(wave) * x + 6.3 * torch.rand(wave)
    waves = (torch.randn(wave) * torch.sin(turns)).sum(2)
    return waves + 0.5 * torch.randn(count, 3, 1, 1) + 0.3 * torch.randn(count, 3, size, size)


def run(network, x):
    return torch.cat([network(part) for part in x.split(16)])


def last_layer(network):
    return network.fc if hasattr(network, "fc") else network.classifier[1]


def branch_ends(network):
    """The normalizations whose results are added to a shortcut."""
    for m in network.modules():
        if isinstance(m, Bottleneck):
            yield m.bn3
        elif isinstance(m, Basic):
            yield m.bn2
        elif getattr(m, "use_res_connect", False):
            yield m.conv[-1]


def make(name):
    (arguments, more, size, _) = ARCHITECTURES[name]
    network = QuantizableResNet(*arguments, **more) if arguments else quantizable.mobilenet_v2()
    _replace_relu(network)
    norms = [m for m in network.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    for m in norms:
        torch.nn.init.uniform_(m.weight, 0.6, 1.4)
        torch.nn.init.uniform_(m.bias, -0.3, 0.3)
        m.momentum = 1.0
        m.train()
    for m in branch_ends(network):
        torch.nn.init.uniform_(m.weight, 0.1, 0.2)
    network(images(32, size))
    return network.eval()


def fit(network, known):
    """Makes the last layer tell the known images apart, despite noise (linear discriminants)."""
    seen = []
    last = last_layer(network)
    hook = last.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    for noise in (0, 2 * NOISE, 2 * NOISE, 2 * NOISE):
        run(network, known + noise * images(*known.shape[::3]) if noise else known)
    hook.remove()
    features = torch.cat(seen).double().view(4, len(known), -1)
    mean = features[0].mean(0)
    own = features[0] - mean
    noise = (features[1:] - features[0]).flatten(0, 1)
    spread = noise.T @ noise / len(noise)
    spread += spread.diagonal().mean() * torch.eye(len(spread))
    w = torch.linalg.solve(spread, own.T).T
    w = 8 * w / (w * own).sum(1, keepdim=True)
    others = 0.1 * w.norm(dim=1).mean() / len(mean) ** 0.5 * torch.randn(CLASSES - len(known), len(mean))
    w = torch.cat([w, others])
    last.weight.copy_(w)
    last.bias.copy_(-(w @ mean))


def prepare(network, scheme, calibration):
    prepared = copy.deepcopy(network)
    prepared.qconfig = quantization.QConfig(activation=quantization.default_observer, weight=WEIGHTS[scheme])
    prepared.fuse_model(is_qat=False)
    quantization.prepare(prepared, inplace=True)
    for batch in calibration.split(BATCH):
        prepared(batch)
    return prepared


def observed(prepared):
    """What observers saw, for those that saw something."""
    found = {}
    for name, m in prepared.named_modules():
        observer = getattr(m, "activation_post_process", None)
        if observer is None or not hasattr(observer, "min_val") or observer.min_val.isinf():
            continue
        scale, zero_point = observer.calculate_qparams()
        found[name + ".min_val"] = observer.min_val
        found[name + ".max_val"] = observer.max_val
        found[name + ".scale"] = scale.float()
        found[name + ".zero_point"] = zero_point.long()
    return found


def record(network, x):
    """Runs a quantized network, and gives what went into and came out of its layers."""
    found = {}

    def note(name, inputs, out):
        every = [*inputs, out]
        for part, t in zip([*map(str, range(len(inputs))), "out"], every):
            found[f"{name}/{part}"] = t.int_repr()
        found[name + "/scales"] = torch.tensor([t.q_scale() for t in every])
        found[name + "/zero_points"] = torch.tensor([t.q_zero_point() for t in every])

    def watch(name, function):
        def watched(*inputs):
            out = function(*inputs)
            note(name, inputs, out)
            return out

        return watched

    layers = (torch.nn.quantized.Conv2d, torch.nn.quantized.Linear, torch.nn.MaxPool2d, torch.nn.AdaptiveAvgPool2d)
    for name, m in network.named_modules():
        if isinstance(m, layers):
            m.register_forward_hook(lambda module, inputs, out, name=name: note(name, inputs, out))
        elif isinstance(m, torch.nn.quantized.QFunctional):
            m.add = watch(name, m.add)
            m.add_relu = watch(name, m.add_relu)
    network(x)
    return found


def quantized(network, scheme, folder, calibration, x):
    prepared = prepare(network, scheme, calibration)
    found = {"calibration": calibration, "x": x, **observed(prepared)}
    for engine in ENGINES[scheme]:
        torch.backends.quantized.engine = engine
        integers = quantization.convert(prepared)
        if engine == ENGINES[scheme][0]:
            torch.save(integers.state_dict(), f"{folder}/{scheme}.pth")
        found[engine + ".logits"] = run(integers, x)
        for name, t in record(integers, x[:2]).items():
            found[f"{engine}/{name}"] = t
    save(f"{folder}/{scheme}.safetensors", found)


def cases(name, folder):
    os.makedirs(folder, exist_ok=True)
    torch.manual_seed(sorted(ARCHITECTURES).index(name))
    size = ARCHITECTURES[name][2]
    network = make(name)
    known = images(IMAGES, size)
    fit(network, known)
    plain = getattr(torchvision.models, name)()
    plain.load_state_dict(network.state_dict())
    plain.eval()
    torch.save(plain.state_dict(), f"{folder}/float.pth")
    x = images(1, 224)
    save(f"{folder}/float.safetensors", {"x": x, "logits": plain(x), "logits_relu": network(x)})
    x = known[torch.randint(IMAGES, (INPUTS,))] + NOISE * images(INPUTS, size)
    for scheme in ARCHITECTURES[name][3]:
        quantized(network, scheme, folder, known[: 4 * BATCH], x)


def main():
    with open("/proc/cpuinfo") as f:
        if "vnni" not in f.read():
            sys.exit("needs a CPU with VNNI: without, sums of PyTorch's engine onednn saturate")
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    print("PyTorch", torch.__version__, "torchvision", torchvision.__version__, flush=True)
    for name in sys.argv[2:] or ARCHITECTURES:
        print(name, flush=True)
        with torch.no_grad():
            cases(name, os.path.join(sys.argv[1], name))


if __name__ == "__main__":
    main()
