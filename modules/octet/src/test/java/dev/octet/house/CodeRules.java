package dev.octet.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessField;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;

/** What library code may use, as rules over its class files. */
final class CodeRules {

  /** Of the JDK and outside it, beside Octet's own packages. */
  private static final Set<String> OUTSIDE = Set.of("java.", "javax.", "org.slf4j.");

  private CodeRules() {}

  /**
   * Whom the code of one artifact may name.
   *
   * @param artifact the artifact
   * @param owners which module each package of Octet belongs to
   */
  static ArchRule knowsOnly(Artifact artifact, Map<String, String> owners) {
    DescribedPredicate<JavaClass> foreign =
        describe(
            "outside what " + artifact + " may know",
            type -> {
              JavaClass element = type.getBaseComponentType();
              String owner = owners.get(element.getPackageName());
              return owner == null
                  ? isOctet(element) || !isAllowedOutside(element, artifact)
                  : !owner.equals(artifact.module()) && !artifact.knows().contains(owner);
            });
    return noClasses().should().dependOnClassesThat(foreign).allowEmptyShould(true);
  }

  static final ArchRule NO_VECTOR_OR_FOREIGN =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("jdk.incubator.vector..")
                  .or(resideInAPackage("java.lang.foreign..")))
          .allowEmptyShould(true);

  static final ArchRule NO_STANDARD_STREAMS =
      noClasses()
          .should(accessField(System.class, "out"))
          .orShould(accessField(System.class, "err"))
          .orShould(
              callMethodWhere(
                  describe(
                      "prints a stack trace",
                      call ->
                          call.getTarget().getName().equals("printStackTrace")
                              && call.getTargetOwner().isAssignableTo(Throwable.class))))
          .allowEmptyShould(true);

  private static boolean isOctet(JavaClass type) {
    return type.getPackageName().startsWith("dev.octet");
  }

  private static boolean isAllowedOutside(JavaClass type, Artifact artifact) {
    String name = type.getName();
    return type.isPrimitive()
        || OUTSIDE.stream().anyMatch(name::startsWith)
        || (artifact.isKernels() && name.startsWith("jdk.incubator.vector."));
  }
}
