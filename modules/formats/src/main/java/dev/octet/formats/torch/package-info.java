/**
 * Internal: checkpoints of {@code torch.save}, from bytes to named tensors. {@code ZipFile} and
 * {@code OldFile} find the pickle and the storages, {@code Unpickler} makes a tree out of the
 * pickle, {@code StateDict} names its leaves, {@code TensorMaker} gives them their elements. The
 * formats are those of PyTorch's {@code torch/serialization.py} and {@code torch/_utils.py}, and of
 * Python's {@code pickletools.py}.
 */
package dev.octet.formats.torch;
