package tallystick.app.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-11-21T02:30:11.482Z",
                "2026-11-21T11:30:11.482+09:00",
                "2026-11-20T21:00:11.482-05:30",
                "2024-02-29T23:59:59.999999999Z",
                "2000-02-29T00:00:00.1Z",
                "2261-12-31T23:59:59Z",
                "1970-01-01T00:00:00-00:00",
            })
    void agreesWithThePlatform(String text) {
        assertEquals(nanos(OffsetDateTime.parse(text).toInstant()), Rfc3339.parse(text));
    }

    @Test
    void everyDayOfFourCenturiesAgreesWithThePlatform() {
        for (long day = 0; day < 106_000; day += 13) {
            String text = Instant.ofEpochSecond(day * 86_400).toString();
            assertEquals(day * 86_400_000_000_000L, Rfc3339.parse(text), text);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-21",
                "2026-11-21T02:30:11",
                "2026-11-21T02:30:11.Z",
                "2026-11-21T02:30:11.1234567890Z",
                "2026-11-21T02:30:11+0900",
                "2026-11-21T02:30:11+09",
                "2026-11-21T02:30:11+24:00",
                "2026-11-21T02:30:11ZZ",
                "2026-11-21T02:30:60Z",
                "2026-11-21T24:00:00Z",
                "2026-13-21T02:30:11Z",
                "2026-00-21T02:30:11Z",
                "2026-02-29T02:30:11Z",
                "2100-02-29T02:30:11Z",
                "2026-11-31T02:30:11Z",
                "2026-11-21 02:30:11Z",
                "2026/11/21T02:30:11Z",
                "1969-12-31T23:59:59Z",
                "1970-01-01T00:00:00+00:01",
                "2262-01-01T00:00:00Z",
                "+026-11-21T02:30:11Z",
                "2026-11-21T02:30:1١Z",
                "2026-11-21T02:30:11.5",
            })
    void refusesWhatIsNoTime(String text) {
        assertEquals(Rfc3339.MALFORMED, Rfc3339.parse(text));
    }

    @Test
    void writesWhatItReads() {
        String text = "2026-11-21T02:30:11.482000001Z";
        assertEquals(text, Rfc3339.format(Rfc3339.parse(text)));
    }
}
