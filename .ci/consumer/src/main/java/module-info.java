module com.example.consumer {
  requires dev.octet;
}
