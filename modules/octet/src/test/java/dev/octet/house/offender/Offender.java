package dev.octet.house.offender;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.foreign.MemorySegment;

/** Breaks every rule of the house's code, to show that each can fail. */
public final class Offender {
  public JavaClass foreignLibrary;

  public MemorySegment foreignMemory() {
    return MemorySegment.NULL;
  }

  public void print(Exception e) {
    System.out.println(e);
  }
}
