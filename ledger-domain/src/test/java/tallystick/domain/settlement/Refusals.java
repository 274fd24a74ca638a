package tallystick.domain.settlement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Supplier;

/** Refusals by their words: the field and the rule. */
final class Refusals {

    private Refusals() {}

    static void assertRefused(String message, Supplier<?> construction) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, construction::get).getMessage());
    }
}
