package tallystick.projections;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/** What this room may import: the rules, Axon and JDBC; no Spring, no engine, no driver. */
class WallsTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("tallystick.projections");

    @Test
    void onlyTheRulesAxonAndJdbc() {
        ArchRuleDefinition.classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.sql",
                        "org.axonframework..",
                        "org.jspecify..",
                        "tallystick.domain..",
                        "tallystick.projections..")
                .check(CLASSES);
    }

    @Test
    void theCheckSharesNoFoldWithTheProjections() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("tallystick.projections.check")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("tallystick.projections.fold")
                .check(CLASSES);
    }
}
