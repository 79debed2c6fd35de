package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.TorchProgram.Value;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.modules.AdaptivePool;
import dev.octet.nn.modules.Flatten;
import dev.octet.nn.modules.MaxPool;
import dev.octet.tensor.FloatTensor;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** What float and quantized networks have in common in PyTorch. */
final class TorchLayers {
  private final Torch torch;

  TorchLayers(Torch torch) {
    this.torch = torch;
  }

  /** Layers that floats and integers go through alike. */
  Value common(TorchProgram program, Module module, Value x) {
    return switch (module) {
      case MaxPool p -> maxPool(program, p, x);
      case AdaptivePool p when !p.max() && p.sizes().stream().allMatch(s -> s == 1) ->
          program.call("aten::adaptive_avg_pool2d", x, torch.ints(1, 1));
      case Flatten f ->
          program.call(
              "aten::flatten.using_ints",
              x,
              new IValue((long) f.start()),
              new IValue((long) f.end()));
      default -> throw new IllegalStateException("no operator of PyTorch's for " + module.type());
    };
  }

  private Value maxPool(TorchProgram program, MaxPool pool, Value x) {
    Sliding h = pool.axes().getFirst();
    Sliding w = pool.axes().getLast();
    return program.call(
        "aten::max_pool2d",
        x,
        torch.ints(h.kernel(), w.kernel()),
        torch.ints(h.stride(), w.stride()),
        torch.ints(h.before(), w.before()),
        torch.ints(h.dilation(), w.dilation()),
        new IValue(h.ceil()));
  }

  Value channelsLast(TorchProgram program, Value x) {
    return program.call("aten::contiguous", x, new IValue(MemoryFormat.ChannelsLast));
  }

  IValue stride(ConvFilter f) {
    return torch.ints(f.height().stride(), f.width().stride());
  }

  IValue padding(ConvFilter f) {
    return torch.ints(f.height().paddingBefore(), f.width().paddingBefore());
  }

  IValue dilation(ConvFilter f) {
    return torch.ints(f.height().dilation(), f.width().dilation());
  }

  static IValue groups(ConvFilter f) {
    return new IValue((long) f.groups());
  }

  static IValue optional(FloatTensor bias) {
    return bias == null ? Torch.NONE : new IValue(Torch.tensor(bias));
  }
}
