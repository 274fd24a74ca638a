package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;

class SeededTest {

    @Test
    void aFailureSaysHowToRunItAgain() {
        AssertionError failure = failure();
        String message = String.valueOf(failure.getMessage());
        assertTrue(
                message.startsWith("mvn test -pl ledger-domain -am" + " -Dtest=SeededTest#failure"),
                message);
        assertTrue(message.contains("-Dtallystick.seed="), message);
    }

    private static AssertionError failure() {
        try {
            Seeded.check(_ -> fail("always"));
        } catch (AssertionError failure) {
            return failure;
        }
        throw new IllegalStateException("the property always fails");
    }

    @Test
    void aControlThatFindsNothingFails() {
        assertThrows(AssertionError.class, () -> Seeded.isCaught(_ -> {}));
        Seeded.isCaught(_ -> fail("found"));
    }

    @Test
    void magnitudesStayInTheirBits() {
        Seeded.check(
                random -> {
                    for (int i = 0; i < 100; i++) {
                        long value = Seeded.magnitude(random, 5);
                        assertEquals(value, value & 0x1F);
                    }
                });
    }
}
