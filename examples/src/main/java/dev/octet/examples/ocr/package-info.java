/**
 * Reading drawn lines of text: PaddleOCR's recogniser and angle classifier, calibrated on lines
 * that Java draws, quantized, and compared with the float models character by character. Start at
 * {@link dev.octet.examples.ocr.Ocr}.
 */
package dev.octet.examples.ocr;
