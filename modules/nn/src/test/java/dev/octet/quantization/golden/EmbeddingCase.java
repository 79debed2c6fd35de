package dev.octet.quantization.golden;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An embedding table.
 *
 * @param name what is special about it
 * @param rows its rows
 * @param size their size
 * @param table [rows, size]
 */
public record EmbeddingCase(String name, int rows, int size, float[] table) {
  /**
   * What PyTorch makes of it.
   *
   * @param codes {@code embedding_bag_byte_prepack}: the integers, [rows, size]
   * @param scales the same: scale of each row
   * @param biases the same: bias of each row
   * @param unpacked {@code embedding_bag_byte_unpack} of that, [rows, size]
   * @param looked {@code embedding_bag_byte_rowwise_offsets}, each row in a bag by itself, [rows,
   *     size]
   */
  public record Answer(
      byte[] codes, float[] scales, float[] biases, float[] unpacked, float[] looked) {}

  /**
   * For a golden file.
   *
   * @param answer PyTorch's answer
   * @return named values
   */
  public Map<String, Object> values(Answer answer) {
    Map<String, Object> v = new LinkedHashMap<>();
    v.put("name", name);
    v.put("rows", rows);
    v.put("size", size);
    v.put("table", table);
    v.put("codes", answer.codes);
    v.put("scales", answer.scales);
    v.put("biases", answer.biases);
    v.put("unpacked", answer.unpacked);
    v.put("looked", answer.looked);
    return v;
  }

  /**
   * From a golden file.
   *
   * @param v named values
   * @return the case
   */
  public static EmbeddingCase of(Map<String, Object> v) {
    return new EmbeddingCase(
        (String) v.get("name"), (int) v.get("rows"), (int) v.get("size"), (float[]) v.get("table"));
  }

  /**
   * PyTorch's answer from a golden file.
   *
   * @param v named values
   * @return the answer
   */
  public static Answer answerOf(Map<String, Object> v) {
    return new Answer(
        (byte[]) v.get("codes"),
        (float[]) v.get("scales"),
        (float[]) v.get("biases"),
        (float[]) v.get("unpacked"),
        (float[]) v.get("looked"));
  }

  @Override
  public String toString() {
    return name + " [" + rows + ", " + size + "]";
  }
}
