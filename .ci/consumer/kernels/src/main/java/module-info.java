module com.example.kernels {
  requires dev.octet;

  provides dev.octet.kernel.KernelProvider with
      com.example.kernels.FewBestProvider;
}
