/** The examples' jobs on ONNX Runtime; built in profile {@code peers} only. */
package dev.octet.examples.peers;
