package dev.octet.kernels.vector;

/**
 * A call of a vector kernel, as the code around kernels makes it: by the contract, so that C2 may
 * inline what it met there.
 *
 * @param name what is called
 * @param plain the plain kernel, for the same call
 * @param vector the vector kernel
 * @param call the call
 * @param twoWays whether {@code other} makes it another call
 */
record KernelCase<K>(String name, K plain, K vector, Call<K> call, boolean twoWays) {
  /** Hands a kernel {@code n} elements; {@code other} where it has another loop for it. */
  interface Call<K> {
    void on(K kernel, int n, boolean other);
  }

  /** With the vector kernel. */
  void run(int n, boolean other) {
    call.on(vector, n, other);
  }

  @Override
  public String toString() {
    return name;
  }
}
