/**
 * The main job: a real sentence encoder, quantized end to end, with its speed and its price in
 * accuracy side by side. Start at {@link dev.octet.examples.quickstart.Quickstart}.
 */
package dev.octet.examples.quickstart;
