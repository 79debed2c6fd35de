package dev.octet.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Where elements come from and go to, along any number of axes: the element with indices i comes
 * from {@code sum of i[k] * from[k]} and goes to {@code sum of i[k] * to[k]}. Axes are ordered by
 * where they go, the farthest apart first, and as few as possible: axes of size 1 are left out, and
 * axes that follow one another in both are one.
 *
 * @param sizes elements along each axis
 * @param from distance between neighbours where they come from
 * @param to distance between neighbours where they go to
 */
public record CopyPlan(int[] sizes, int[] from, int[] to) {
  private record Axis(int size, int from, int to) implements Comparable<Axis> {
    @Override
    public int compareTo(Axis other) {
      return Integer.compare(Math.abs(other.to), Math.abs(to));
    }

    boolean continues(Axis inner) {
      return from == inner.from * inner.size && to == inner.to * inner.size;
    }
  }

  /**
   * A plan from axes in any order.
   *
   * @param sizes elements along each axis, not negative
   * @param from distance between neighbours where they come from
   * @param to distance between neighbours where they go to; no two elements to the same place
   * @return the same copy with as few axes as possible
   * @throws IllegalArgumentException if the tables differ in length or a size is negative
   */
  public static CopyPlan of(int[] sizes, int[] from, int[] to) {
    if (sizes.length != from.length || sizes.length != to.length) {
      throw new IllegalArgumentException(
          "%d sizes and strides for %d and %d axes"
              .formatted(sizes.length, from.length, to.length));
    }
    List<Axis> axes = new ArrayList<>();
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] < 0) {
        throw new IllegalArgumentException("axis " + k + " has size " + sizes[k]);
      }
      if (sizes[k] != 1) {
        axes.add(new Axis(sizes[k], from[k], to[k]));
      }
    }
    Collections.sort(axes);
    List<Axis> merged = new ArrayList<>();
    for (Axis axis : axes) {
      if (!merged.isEmpty() && merged.getLast().continues(axis)) {
        axis = new Axis(merged.removeLast().size * axis.size, axis.from, axis.to);
      }
      merged.add(axis);
    }
    CopyPlan plan =
        new CopyPlan(new int[merged.size()], new int[merged.size()], new int[merged.size()]);
    for (int k = 0; k < merged.size(); k++) {
      plan.sizes[k] = merged.get(k).size;
      plan.from[k] = merged.get(k).from;
      plan.to[k] = merged.get(k).to;
    }
    return plan;
  }

  /**
   * Axes in another order: axis k of the result is axis {@code order[k]} of the input. Both are
   * without gaps.
   *
   * @param shape sizes of the input
   * @param order a permutation
   * @return the plan
   * @throws IllegalArgumentException if the order is no permutation
   */
  public static CopyPlan permute(int[] shape, int... order) {
    int axes = shape.length;
    int[] strides = new int[axes];
    for (int k = axes - 1, stride = 1; k >= 0; stride *= shape[k--]) {
      strides[k] = stride;
    }
    boolean[] seen = new boolean[axes];
    int[] sizes = new int[axes];
    int[] from = new int[axes];
    int[] to = new int[axes];
    for (int k = axes - 1, stride = 1; k >= 0; stride *= sizes[k--]) {
      if (order.length != axes || order[k] < 0 || order[k] >= axes || seen[order[k]]) {
        throw new IllegalArgumentException(
            "%s is no order of %d axes".formatted(Arrays.toString(order), axes));
      }
      seen[order[k]] = true;
      sizes[k] = shape[order[k]];
      from[k] = strides[order[k]];
      to[k] = stride;
    }
    return of(sizes, from, to);
  }

  /**
   * Blocks at regular distances: one input of a concatenation, or one part of a split.
   *
   * @param blocks how many
   * @param length elements of each
   * @param from distance between blocks where they come from
   * @param to distance between blocks where they go to
   * @return the plan
   */
  public static CopyPlan blocks(int blocks, int length, int from, int to) {
    return of(new int[] {blocks, length}, new int[] {from, 1}, new int[] {to, 1});
  }

  /**
   * From channels first to channels last.
   *
   * @param n images
   * @param channels their channels
   * @param pixels pixels of each
   * @return N x C x P to N x P x C
   */
  public static CopyPlan channelsLast(int n, int channels, int pixels) {
    return permute(new int[] {n, channels, pixels}, 0, 2, 1);
  }

  /**
   * From channels last to channels first.
   *
   * @param n images
   * @param channels their channels
   * @param pixels pixels of each
   * @return N x P x C to N x C x P
   */
  public static CopyPlan channelsFirst(int n, int channels, int pixels) {
    return permute(new int[] {n, pixels, channels}, 0, 2, 1);
  }

  /**
   * PyTorch's {@code channel_shuffle}, channels last: channel {@code g * (C / groups) + i} becomes
   * channel {@code i * groups + g}.
   *
   * @param pixels pixels of all images
   * @param channels C
   * @param groups how many groups
   * @return the plan
   * @throws IllegalArgumentException if groups do not divide the channels
   */
  public static CopyPlan channelShuffle(int pixels, int channels, int groups) {
    int each = divided("channel shuffle", channels, groups);
    return permute(new int[] {pixels, groups, each}, 0, 2, 1);
  }

  /**
   * PyTorch's {@code pixel_shuffle}, channels last: channel {@code (c * r + i) * r + j} of pixel
   * (h, w) becomes channel c of pixel {@code (h * r + i, w * r + j)}.
   *
   * @param in sizes of the input, with D = 1
   * @param r how many pixels a pixel becomes, each way
   * @return the plan
   * @throws IllegalArgumentException if {@code r * r} does not divide the channels
   */
  public static CopyPlan pixelShuffle(Volume in, int r) {
    int channels = divided("pixel shuffle", in.c(), r * r);
    return permute(new int[] {in.n() * in.d(), in.h(), in.w(), channels, r, r}, 0, 1, 4, 2, 5, 3);
  }

  /**
   * PyTorch's {@code pixel_unshuffle}, channels last: what undoes {@link #pixelShuffle}.
   *
   * @param in sizes of the input, with D = 1
   * @param r how many pixels become one, each way
   * @return the plan
   * @throws IllegalArgumentException if {@code r} does not divide height and width
   */
  public static CopyPlan pixelUnshuffle(Volume in, int r) {
    int h = divided("pixel unshuffle", in.h(), r);
    int w = divided("pixel unshuffle", in.w(), r);
    return permute(new int[] {in.n() * in.d(), h, r, w, r, in.c()}, 0, 1, 3, 5, 2, 4);
  }

  private static int divided(String what, int size, int parts) {
    if (parts < 1 || size % parts != 0) {
      throw new IllegalArgumentException(
          "%s: %d is not a multiple of %d".formatted(what, size, parts));
    }
    return size / parts;
  }

  /**
   * Elements that are copied.
   *
   * @return the product of all sizes
   */
  public int elements() {
    int elements = 1;
    for (int size : sizes) {
      elements *= size;
    }
    return elements;
  }
}
