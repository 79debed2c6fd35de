package dev.octet.house;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The dependencies that a pom.xml declares outside its profiles. */
record Pom(String version, List<Dependency> dependencies, List<Dependency> managed) {

  record Dependency(String groupId, String artifactId, String scope) {}

  static Pom read(Path file) throws IOException {
    try {
      Element project =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
      Element management = child(project, "dependencyManagement");
      Element versioned = child(project, "version") == null ? child(project, "parent") : project;
      return new Pom(
          text(versioned, "version"),
          dependencies(project),
          management == null ? List.of() : dependencies(management));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file.toString(), e);
    }
  }

  private static List<Dependency> dependencies(Element parent) {
    List<Dependency> found = new ArrayList<>();
    Element list = child(parent, "dependencies");
    if (list != null) {
      NodeList nodes = list.getElementsByTagName("dependency");
      for (int i = 0; i < nodes.getLength(); i++) {
        Element d = (Element) nodes.item(i);
        String scope = child(d, "scope") == null ? "compile" : text(d, "scope");
        found.add(new Dependency(text(d, "groupId"), text(d, "artifactId"), scope));
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent().strip();
  }

  private static Element child(Element parent, String name) {
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && e.getTagName().equals(name)) {
        return e;
      }
    }
    return null;
  }
}
