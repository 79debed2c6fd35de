/** The same work done by Octet, PyTorch and ONNX Runtime in turns, in one process. */
package dev.octet.benchmarks.peers;
