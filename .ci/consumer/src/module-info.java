module com.example.app {
  requires dev.octet;
}
