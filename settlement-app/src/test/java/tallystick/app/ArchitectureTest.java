package tallystick.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.app.api.brokenwall.ApiBehindTheGateway;
import tallystick.app.brokenwall.ConsoleWithAxon;
import tallystick.app.brokenwall.ConsoleWithChronicle;
import tallystick.app.brokenwall.ConsoleWithDisruptor;
import tallystick.app.brokenwall.ConsoleWithJdbc;
import tallystick.client.brokenwall.ClientWithDomain;
import tallystick.domain.brokenwall.DomainWithJdbc;
import tallystick.engine.brokenwall.EngineWithAxon;
import tallystick.engine.brokenwall.EngineWithJdbc;
import tallystick.engine.brokenwall.EngineWithSpring;
import tallystick.engine.brokenwall.PipelineOutside;
import tallystick.loadgen.brokenwall.LoadWithProjections;
import tallystick.loadgen.brokenwall.LoadWithSpring;
import tallystick.projections.brokenwall.ProjectionWithEngine;
import tallystick.projections.brokenwall.ProjectionWithSpring;

/** The walls of the house: who may import what. Each is shown to hold, and to be able to fail. */
class ArchitectureTest {

    private static final DescribedPredicate<JavaClass> AXON =
            in("org.axonframework..", "io.axoniq..");
    private static final DescribedPredicate<JavaClass> SPRING = in("org.springframework..");
    private static final DescribedPredicate<JavaClass> DISRUPTOR = in("com.lmax..");
    private static final DescribedPredicate<JavaClass> CHRONICLE = in("net.openhft..");
    private static final DescribedPredicate<JavaClass> JDBC =
            in(
                    "java.sql..",
                    "javax.sql..",
                    "org.postgresql..",
                    "org.springframework.jdbc..",
                    "com.zaxxer..");

    private static final Set<String> BANNED_ENDINGS =
            Set.of("Manager", "Helper", "Util", "Utils", "Impl", "Service");

    private static final Set<String> GENERATED =
            Set.of("tallystick.engine.codec.sbe", "tallystick.engine.ingest.sbe");

    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("tallystick");

    /** A rule, and classes of the test's own that break it. */
    record Wall(ArchRule rule, List<Class<?>> breakers) {
        Wall(ArchRule rule, Class<?>... breakers) {
            this(rule, List.of(breakers));
        }

        @Override
        public String toString() {
            return rule.getDescription();
        }
    }

    static Stream<Wall> walls() {
        return Stream.of(
                new Wall(
                        classes()
                                .that(in("tallystick.domain.."))
                                .should()
                                .onlyDependOnClassesThat(
                                        in("tallystick.domain..", "org.jspecify..")
                                                .or(ofJavaBase()))
                                .as("the domain depends on java.base alone"),
                        DomainWithJdbc.class),
                new Wall(
                        none("tallystick.engine..")
                                .should()
                                .dependOnClassesThat(
                                        in("tallystick.projections..", "tallystick.app..")
                                                .or(in("tallystick.loadgen.."))
                                                .or(SPRING)
                                                .or(AXON)
                                                .or(JDBC))
                                .as("the engine knows no Spring, Axon, JDBC, nor who uses it"),
                        EngineWithAxon.class,
                        EngineWithJdbc.class,
                        EngineWithSpring.class),
                new Wall(
                        none("tallystick.projections..")
                                .should()
                                .dependOnClassesThat(
                                        in("tallystick.engine..", "tallystick.app..")
                                                .or(in("tallystick.loadgen.."))
                                                .or(SPRING))
                                .as("projections know neither the engine nor Spring"),
                        ProjectionWithEngine.class,
                        ProjectionWithSpring.class),
                new Wall(
                        none("tallystick.loadgen..")
                                .should()
                                .dependOnClassesThat(
                                        in("tallystick.projections..", "tallystick.app..")
                                                .or(SPRING)
                                                .or(AXON))
                                .as("loadgen knows the domain and the engine"),
                        LoadWithProjections.class,
                        LoadWithSpring.class),
                new Wall(
                        classes()
                                .that(in("tallystick.client.."))
                                .should()
                                .onlyDependOnClassesThat(
                                        in("tallystick.client..", "tools.jackson..")
                                                .or(in("com.fasterxml.jackson.annotation.."))
                                                .or(in("org.jspecify..", "java.net.http.."))
                                                .or(ofJavaBase()))
                                .as("the client knows the API alone"),
                        ClientWithDomain.class),
                new Wall(
                        outside("tallystick.engine.pipeline..")
                                .should()
                                .dependOnClassesThat(DISRUPTOR)
                                .as("the Disruptor stays in the engine's pipeline"),
                        PipelineOutside.class,
                        ConsoleWithDisruptor.class),
                new Wall(
                        outside("tallystick.engine.journal..")
                                .should()
                                .dependOnClassesThat(CHRONICLE)
                                .as("Chronicle stays in the engine's journal"),
                        ConsoleWithChronicle.class),
                new Wall(
                        outside("tallystick.projections..", "tallystick.app.wiring..")
                                .should()
                                .dependOnClassesThat(JDBC)
                                .as("JDBC stays in the projections and the wiring"),
                        ConsoleWithJdbc.class),
                new Wall(
                        outside(
                                        "tallystick.projections..",
                                        "tallystick.app.axon..",
                                        "tallystick.app.process..",
                                        "tallystick.app.wiring..",
                                        "tallystick.app.api..")
                                .should()
                                .dependOnClassesThat(AXON)
                                .as("Axon stays in projections, axon, process and wiring"),
                        ConsoleWithAxon.class),
                new Wall(
                        none("tallystick.app.api..")
                                .should()
                                .dependOnClassesThat(
                                        AXON.and(
                                                notIn("org.axonframework.commandhandling.gateway")))
                                .allowEmptyShould(true)
                                .as("of Axon, the API uses the command gateway alone"),
                        ApiBehindTheGateway.class));
    }

    @ParameterizedTest
    @MethodSource("walls")
    void aWallStands(Wall wall) {
        wall.rule().allowEmptyShould(true).check(HOUSE);
    }

    @ParameterizedTest
    @MethodSource("walls")
    void aBreachIsSeen(Wall wall) {
        for (Class<?> breaker : wall.breakers()) {
            JavaClasses breach = new ClassFileImporter().importClasses(breaker);
            assertTrue(wall.rule().evaluate(breach).hasViolation(), breaker.getName());
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)
                    && !GENERATED.contains(type.getPackageName())) {
                unmarked.add(type.getPackageName());
            }
        }
        assertEquals(Set.of(), unmarked);
    }

    @Test
    void noNameHidesWhatAClassDoes() {
        List<String> vague =
                HOUSE.stream()
                        .filter(type -> BANNED_ENDINGS.stream().anyMatch(endOf(type)))
                        .map(JavaClass::getName)
                        .toList();
        assertEquals(List.of(), vague);
    }

    private static Predicate<String> endOf(JavaClass type) {
        return type.getSimpleName()::endsWith;
    }

    private static GivenClassesConjunction none(String... packages) {
        return noClasses().that(in(packages));
    }

    private static GivenClassesConjunction outside(String... packages) {
        return noClasses().that(resideOutsideOfPackages(packages));
    }

    private static DescribedPredicate<JavaClass> in(String... packages) {
        return resideInAnyPackage(packages);
    }

    private static DescribedPredicate<JavaClass> notIn(String onePackage) {
        return DescribedPredicate.not(resideInAPackage(onePackage));
    }

    private static DescribedPredicate<JavaClass> ofJavaBase() {
        Set<String> packages = Object.class.getModule().getPackages();
        return DescribedPredicate.describe(
                "of java.base",
                type ->
                        type.isPrimitive()
                                || type.isArray()
                                || packages.contains(type.getPackageName()));
    }
}
