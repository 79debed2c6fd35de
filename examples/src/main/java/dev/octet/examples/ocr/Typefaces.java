package dev.octet.examples.ocr;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Typefaces from the class path, so that lines look the same on every machine: DejaVu from {@code
 * net.sf.jasperreports:jasperreports-fonts}, Liberation from {@code org.apache.pdfbox:pdfbox}.
 */
final class Typefaces {
  private static final String DEJAVU = "net/sf/jasperreports/fonts/dejavu/";
  private static final List<String> FILES =
      List.of(
          DEJAVU + "DejaVuSans.ttf",
          DEJAVU + "DejaVuSans-Bold.ttf",
          DEJAVU + "DejaVuSansCondensed.ttf",
          DEJAVU + "DejaVuSansMono.ttf",
          DEJAVU + "DejaVuSerif.ttf",
          DEJAVU + "DejaVuSerif-Italic.ttf",
          "org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf");

  private Typefaces() {}

  static List<Font> load() throws IOException {
    drawWithoutTheMachinesFonts();
    List<Font> fonts = new ArrayList<>();
    for (String file : FILES) {
      try (InputStream in = Typefaces.class.getClassLoader().getResourceAsStream(file)) {
        if (in == null) {
          throw new FileNotFoundException("class path has no resource " + file);
        }
        fonts.add(Font.createFont(Font.TRUETYPE_FONT, in));
      } catch (FontFormatException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return fonts;
  }

  /** No display; and a list of fonts of our own, since Java would ask libfontconfig for one. */
  private static void drawWithoutTheMachinesFonts() throws IOException {
    System.setProperty("java.awt.headless", "true");
    if (System.getProperty("sun.awt.fontconfig") == null) {
      Path list = Files.createTempFile("fontconfig", ".properties");
      list.toFile().deleteOnExit();
      Files.writeString(list, "version=1\nsequence.allfonts=default\nallfonts.default=none\n");
      System.setProperty("sun.awt.fontconfig", list.toString());
    }
  }
}
