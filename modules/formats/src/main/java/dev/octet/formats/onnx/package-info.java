/**
 * Internal: the ONNX format, from bytes to records. Messages and field numbers are those of ONNX's
 * {@code onnx.proto}; the wire format is Protocol Buffers', read by a reader of our own because
 * protobuf-java's versions clash with every gRPC user's.
 */
package dev.octet.formats.onnx;
