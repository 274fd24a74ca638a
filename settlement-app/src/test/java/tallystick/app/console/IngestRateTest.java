package tallystick.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class IngestRateTest {

    @Test
    void countsPositionsPerSecondOldestFirst() {
        IngestRate rate = new IngestRate(-1);
        rate.sample(9);
        rate.sample(9);
        rate.sample(1009);
        List<Long> rates = rate.perSecond();
        assertEquals(60, rates.size());
        assertEquals(List.of(0L, 10L, 0L, 1000L), rates.subList(56, 60));
        for (int i = 0; i < 60; i++) {
            rate.sample(1010 + i);
        }
        assertEquals(List.of(1L, 1L), rate.perSecond().subList(58, 60));
        assertEquals(1L, rate.perSecond().getFirst());
    }
}
