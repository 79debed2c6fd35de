/**
 * The main job: a real sentence encoder, quantized end to end, with its speed and its price in
 * accuracy side by side.
 */
package dev.octet.examples.quickstart;
