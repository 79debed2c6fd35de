package dev.octet.quantization.numeric;

/**
 * How numbers x and their quantized counterparts y differ. Pairs in which either is NaN or infinite
 * are counted and left out of everything else.
 *
 * @param elements pairs that were compared
 * @param notFinite pairs that were left out
 * @param clipped pairs whose x lies beyond what the integers of y can stand for, by more than half
 *     a step; 0 where y are no integers
 * @param sqnr signal to noise in dB, {@code 20 log10(|x| / |x - y|)}: 6 dB a bit; infinite where
 *     all pairs are equal, negative infinite where x are zeros and y are not, NaN without elements
 * @param cosine of the angle between x and y; 1 where both are zeros, 0 where one is, NaN without
 *     elements
 * @param largestError the greatest |x - y|; 0 without elements
 */
public record Difference(
    long elements, long notFinite, long clipped, double sqnr, double cosine, double largestError) {

  /**
   * Elements that the integers cut off.
   *
   * @return from 0 to 1
   */
  public double clippedFraction() {
    return elements == 0 ? 0 : (double) clipped / elements;
  }
}
