package tallystick.loadgen.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TraceGeneratorTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void sameSeedSameRows() {
        assertEquals(rows(7, 2000), rows(7, 2000));
        assertNotEquals(rows(7, 2000), rows(8, 2000));
    }

    @Test
    void rowsComeInOrderWithinTheHour() {
        long last = TraceGenerator.START_EPOCH_NANOS;
        for (TraceRow row : rows(1, 20_000)) {
            assertTrue(row.arrivedEpochNanos() >= last);
            assertEquals(0, row.arrivedEpochNanos() % 100);
            last = row.arrivedEpochNanos();
        }
        assertTrue(last < TraceGenerator.START_EPOCH_NANOS + 3600 * SECOND);
        assertTrue(last > TraceGenerator.START_EPOCH_NANOS + 3590 * SECOND);
    }

    @Test
    void lengthsHaveThePublishedQuantilesAndMeans() {
        List<TraceRow> rows = rows(42, 100_000);
        long[] context = rows.stream().mapToLong(TraceRow::contextTokens).sorted().toArray();
        long[] generated = rows.stream().mapToLong(TraceRow::generatedTokens).sorted().toArray();
        assertMean(1155, context);
        assertMean(211, generated);
        assertQuantiles(context, 181, 207, 396, 1020, 1189, 2734, 4083);
        assertQuantiles(generated, 41, 54, 85, 129, 395, 424, 451);
        assertTrue(context[0] >= 2 && context[context.length - 1] <= 14_050);
        assertTrue(generated[0] >= 7 && generated[generated.length - 1] <= 1000);
    }

    /** A Poisson process has a variance-to-mean ratio of 1; the published trace has 1.3. */
    @Test
    void arrivalsAreBursty() {
        long[] perSecond = new long[TraceGenerator.SECONDS];
        for (TraceRow row : rows(3, 20_000)) {
            perSecond[
                    (int)
                            ((row.arrivedEpochNanos() - TraceGenerator.START_EPOCH_NANOS)
                                    / SECOND)]++;
        }
        double mean = 20_000.0 / perSecond.length;
        double variance = 0;
        for (long count : perSecond) {
            variance += (count - mean) * (count - mean) / perSecond.length;
        }
        assertTrue(variance / mean > 1.25, "variance to mean " + variance / mean);
    }

    @Test
    void anEmptyTraceHasNoRows() {
        assertEquals(List.of(), rows(1, 0));
        assertEquals(1, rows(1, 1).size());
    }

    /** The sample that ships is what this generator makes: nobody's data but ours. */
    @Test
    void theShippedSampleIsGenerated() throws IOException {
        StringBuilder expected = new StringBuilder();
        TraceWriter.write(new TraceGenerator(2026, 300), expected);
        try (InputStream sample = TraceReader.class.getResourceAsStream("sample.csv")) {
            byte[] shipped = Objects.requireNonNull(sample).readAllBytes();
            assertEquals(expected.toString(), new String(shipped, StandardCharsets.UTF_8));
        }
        List<TraceRow> read = new ArrayList<>();
        try (TraceReader reader = TraceReader.openSample()) {
            for (TraceRow row = reader.next(); row != null; row = reader.next()) {
                read.add(row);
            }
        }
        assertEquals(rows(2026, 300), read);
    }

    private static void assertMean(long expected, long[] values) {
        long mean = Arrays.stream(values).sum() / values.length;
        assertTrue(Math.abs(mean - expected) * 50 <= expected, "mean " + mean);
    }

    /** At .05, .10, .25, .50, .75, .90 and .95, within 3 %. */
    private static void assertQuantiles(long[] sorted, long... expected) {
        int[] percent = {5, 10, 25, 50, 75, 90, 95};
        for (int i = 0; i < percent.length; i++) {
            long value = sorted[sorted.length / 100 * percent[i]];
            assertTrue(
                    Math.abs(value - expected[i]) * 33 <= expected[i],
                    percent[i] + " %: " + value + " instead of " + expected[i]);
        }
    }

    private static List<TraceRow> rows(long seed, long count) {
        List<TraceRow> rows = new ArrayList<>();
        TraceGenerator generator = new TraceGenerator(seed, count);
        for (TraceRow row = generator.next(); row != null; row = generator.next()) {
            rows.add(row);
        }
        return rows;
    }
}
