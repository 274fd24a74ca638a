package tallystick.engine.client;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The client library takes no engine along, and the engine knows nothing of doors. */
class WallTest {

    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("tallystick.engine");

    private static final ArchRule CLIENT_IS_ALONE =
            classes()
                    .that(resideInAnyPackage("tallystick.engine.client.."))
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                    "tallystick.engine.client..",
                                    "tallystick.engine.ingest.wire..",
                                    "tallystick.engine.ingest.sbe..",
                                    "tallystick.domain..",
                                    "org.agrona..",
                                    "org.jspecify..",
                                    "java.."));

    private static final ArchRule WIRE_AND_RULES_ARE_SHARED =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    "tallystick.engine.ingest.wire..",
                                    "tallystick.engine.ingest.rule.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "tallystick.engine",
                                    "tallystick.engine.client..",
                                    "tallystick.engine.ingest"));

    private static final ArchRule ENGINE_KNOWS_NO_DOOR =
            noClasses()
                    .that(
                            resideInAnyPackage(
                                    "tallystick.engine",
                                    "tallystick.engine.pipeline..",
                                    "tallystick.engine.journal..",
                                    "tallystick.engine.codec..",
                                    "tallystick.engine.replay.."))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "tallystick.engine.ingest..", "tallystick.engine.client.."));

    @Test
    void theWallsStand() {
        CLIENT_IS_ALONE.check(ENGINE);
        WIRE_AND_RULES_ARE_SHARED.check(ENGINE);
        ENGINE_KNOWS_NO_DOOR.check(ENGINE);
    }

    @Test
    void aBreachIsSeen() {
        JavaClasses breach = new ClassFileImporter().importClasses(ClientWithEngine.class);
        assertTrue(CLIENT_IS_ALONE.evaluate(breach).hasViolation());
    }
}
