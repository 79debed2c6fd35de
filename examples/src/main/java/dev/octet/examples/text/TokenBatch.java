package dev.octet.examples.text;

import java.util.Arrays;
import java.util.List;

/**
 * Tokenized texts, padded to one length: what a BERT model takes as {@code input_ids}, {@code
 * attention_mask} and {@code token_type_ids}. The arrays are row-major, {@code [rows, length]}, and
 * belong to this record.
 *
 * @param rows number of texts
 * @param length tokens in each row, padding included
 * @param ids indices into the vocabulary
 * @param mask 1 for a token, 0 for padding
 * @param typeIds the segment of each token: 0 throughout, for single texts
 */
public record TokenBatch(int rows, int length, long[] ids, long[] mask, long[] typeIds) {

  /**
   * Checks that every array has {@code rows * length} elements.
   *
   * @throws IllegalArgumentException if one has not
   */
  public TokenBatch {
    long size = (long) rows * length;
    if (rows < 1
        || length < 1
        || ids.length != size
        || mask.length != size
        || typeIds.length != size) {
      throw new IllegalArgumentException(
          "token batch [%d, %d]: expected arrays of %d, got ids %d, mask %d, typeIds %d"
              .formatted(rows, length, size, ids.length, mask.length, typeIds.length));
    }
  }

  /** Lays rows of token ids side by side, each filled up to the longest with {@code padId}. */
  static TokenBatch pad(List<long[]> rows, long padId) {
    int length = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    long[] ids = new long[rows.size() * length];
    long[] mask = new long[ids.length];
    Arrays.fill(ids, padId);
    for (int r = 0; r < rows.size(); r++) {
      long[] row = rows.get(r);
      System.arraycopy(row, 0, ids, r * length, row.length);
      Arrays.fill(mask, r * length, r * length + row.length, 1L);
    }
    return new TokenBatch(rows.size(), length, ids, mask, new long[ids.length]);
  }
}
