/** From text to the integers that a sentence encoder reads. */
package dev.octet.examples.text;
