package dev.octet.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.octet.house.Pom.Dependency;
import dev.octet.house.offender.Offender;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the arrows of the design in class files, module descriptors and poms. */
class ArrowsTest {

  static final List<Artifact> ARTIFACTS = House.ARTIFACTS;
  private static final Map<Artifact, JavaClasses> CLASSES =
      ARTIFACTS.stream().collect(Collectors.toMap(a -> a, Artifact::classes));

  /** Which module each package belongs to; throws where two artifacts share one. */
  private static Map<String, String> owners(Collection<Artifact> artifacts) {
    Map<String, String> owners = new HashMap<>();
    for (Artifact artifact : artifacts) {
      for (String name : packages(CLASSES.get(artifact))) {
        String other = owners.put(name, artifact.module());
        assertThat(other).as("package %s of %s, also in", name, artifact).isNull();
      }
    }
    return owners;
  }

  private static Set<String> packages(JavaClasses classes) {
    Set<String> names = new HashSet<>();
    classes.forEach(type -> names.add(type.getPackageName()));
    names.remove(""); // module-info
    return names;
  }

  @Test
  void everyArtifactButTheUmbrellaHasCode() {
    for (Artifact artifact : ARTIFACTS) {
      if (!artifact.module().equals(Artifact.OCTET)) {
        assertThat(packages(CLASSES.get(artifact))).as("packages of %s", artifact).isNotEmpty();
      }
    }
  }

  @Test
  void noPackageIsSplit() {
    assertThat(owners(ARTIFACTS)).isNotEmpty();
    assertThatThrownBy(() -> owners(List.of(ARTIFACTS.getFirst(), ARTIFACTS.getFirst())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("also in");
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void codeKnowsOnlyWhomItMay(Artifact artifact) {
    CodeRules.knowsOnly(artifact, owners(ARTIFACTS)).check(CLASSES.get(artifact));
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void onlyKernelsUseVectorsAndForeignMemory(Artifact artifact) {
    if (!artifact.isKernels()) {
      CodeRules.NO_VECTOR_OR_FOREIGN.check(CLASSES.get(artifact));
    }
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void nothingIsPrinted(Artifact artifact) {
    CodeRules.NO_STANDARD_STREAMS.check(CLASSES.get(artifact));
  }

  @Test
  void everyRuleCanFail() {
    JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
    Artifact core = ARTIFACTS.getFirst();
    for (var rule :
        List.of(
            CodeRules.knowsOnly(core, owners(ARTIFACTS)),
            CodeRules.NO_VECTOR_OR_FOREIGN,
            CodeRules.NO_STANDARD_STREAMS)) {
      assertThat(rule.evaluate(offender).hasViolation()).as(rule.getDescription()).isTrue();
    }
    Artifact observers = ARTIFACTS.get(1);
    Map<String, String> swapped =
        owners(ARTIFACTS).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    e -> e.getValue().equals(Artifact.CORE) ? Artifact.NN : e.getValue()));
    assertThat(
            CodeRules.knowsOnly(observers, swapped).evaluate(CLASSES.get(observers)).hasViolation())
        .as("observers that knew nn")
        .isTrue();
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void descriptorRequiresOnlyWhomItMay(Artifact artifact) {
    ModuleDescriptor descriptor = artifact.descriptor();
    assertThat(descriptor.name()).isEqualTo(artifact.module());
    Set<String> allowed = new HashSet<>(artifact.knows());
    allowed.addAll(Set.of("java.base", "org.slf4j"));
    if (artifact.isKernels()) {
      allowed.add("jdk.incubator.vector");
    }
    assertThat(descriptor.requires()).extracting(Requires::name).isSubsetOf(allowed);
    if (artifact.isKernels()) {
      assertThat(descriptor.exports())
          .as("exports of kernels, which nobody but kernels names")
          .allMatch(e -> e.targets().stream().allMatch(t -> t.startsWith("dev.octet.kernels.")))
          .allMatch(ModuleDescriptor.Exports::isQualified);
    }
  }

  @Test
  void umbrellaPassesEverythingOn() {
    Artifact octet = ARTIFACTS.getLast();
    assertThat(octet.descriptor().requires())
        .filteredOn(r -> r.modifiers().contains(Requires.Modifier.TRANSITIVE))
        .extracting(Requires::name)
        .containsExactlyInAnyOrderElementsOf(octet.knows());
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void servicesAreTheSameOnBothPaths(Artifact artifact) throws IOException {
    Map<String, Set<String>> onModulePath =
        artifact.descriptor().provides().stream()
            .collect(Collectors.toMap(p -> p.service(), p -> Set.copyOf(p.providers())));
    Map<String, Set<String>> onClassPath = new HashMap<>();
    Path services = artifact.path("target/classes/META-INF/services");
    if (Files.isDirectory(services)) {
      try (Stream<Path> files = Files.list(services)) {
        for (Path file : files.toList()) {
          onClassPath.put(
              file.getFileName().toString(),
              Files.readAllLines(file).stream()
                  .map(line -> line.replaceFirst("#.*", "").strip())
                  .filter(line -> !line.isEmpty())
                  .collect(Collectors.toSet()));
        }
      }
    }
    assertThat(onClassPath).isEqualTo(onModulePath);
    if (artifact.isKernels() && !artifact.module().equals(Artifact.KERNELS_VECTOR)) {
      assertThat(onModulePath).containsKey("dev.octet.kernel.KernelProvider");
    }
  }

  @ParameterizedTest
  @FieldSource("ARTIFACTS")
  void pomDependsOnlyOnWhomItMay(Artifact artifact) throws IOException {
    Set<String> compile = new HashSet<>();
    Set<String> runTime = new HashSet<>();
    for (Dependency d : Pom.read(artifact.path("pom.xml")).dependencies()) {
      if (!d.scope().equals("test")) {
        (d.scope().equals("runtime") ? runTime : compile).add(d.groupId() + ":" + d.artifactId());
      }
    }
    Set<String> allowed = coordinates(artifact.knows());
    allowed.add("org.slf4j:slf4j-api");
    assertThat(compile).isSubsetOf(allowed);
    assertThat(runTime).isEqualTo(coordinates(artifact.atRunTime()));
    if (artifact.module().equals(Artifact.CORE)) {
      assertThat(compile).containsExactly("org.slf4j:slf4j-api");
    }
  }

  @Test
  void bomManagesEveryArtifactAndNothingElse() throws IOException {
    Pom bom = Pom.read(Path.of("..", "bom", "pom.xml"));
    assertThat(bom.managed())
        .extracting(d -> d.groupId() + ":" + d.artifactId())
        .containsExactlyInAnyOrderElementsOf(
            coordinates(ARTIFACTS.stream().map(Artifact::module).toList()));
    assertThat(bom.version()).isEqualTo(Pom.read(Path.of("pom.xml")).version());
  }

  private static Set<String> coordinates(Collection<String> modules) {
    return modules.stream()
        .map(module -> "dev.octet:" + Artifact.artifactId(module))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
