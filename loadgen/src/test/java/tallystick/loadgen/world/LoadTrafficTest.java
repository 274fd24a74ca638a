package tallystick.loadgen.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.AttributesCheck;
import tallystick.engine.ingest.rule.UsageCheck;
import tallystick.engine.ingest.rule.UsageFaults;

/** The same number is the same record, and no two numbers have one id. */
class LoadTrafficTest {

    private static final int RECORDS = 50_000;
    private static final URI API = URI.create("http://localhost:8080");

    private static LoadTraffic traffic(long seed) {
        LoadWorld world = new LoadWorld(new LoadGateway(API, null), "test");
        return new LoadTraffic(world, 20, seed, 1_000_000_000L);
    }

    private static UsageRecord record(LoadTraffic traffic, long number) {
        UsageRecord usage = new UsageRecord();
        traffic.fill(usage, number);
        new UsageIdentity().seal(usage);
        return usage;
    }

    @Test
    void aRecordIsMadeAgainFromItsNumber() {
        LoadTraffic first = traffic(7);
        LoadTraffic second = traffic(7);
        for (long number : new long[] {0, 1, 999, 1L << 37}) {
            assertEquals(record(first, number).fingerprint, record(second, number).fingerprint);
        }
        assertNotEquals(record(first, 1).keyLo, record(traffic(8), 1).keyLo);
    }

    @Test
    void idsAreAllDifferentAndEveryRecordIsGood() {
        LoadTraffic traffic = traffic(7);
        UsageCheck check = new UsageCheck(AttributesCheck.NONE_TAKEN);
        UsageFaults faults = new UsageFaults();
        UsageRecord usage = new UsageRecord();
        Set<String> ids = new HashSet<>();
        int roaming = 0;
        for (int number = 0; number < RECORDS; number++) {
            traffic.fill(usage, number);
            check.check(usage, usage.kind.ordinal(), faults);
            ids.add(usage.id);
            roaming += usage.homeOperator.equals(usage.servingOperator) ? 0 : 1;
        }
        assertTrue(faults.isEmpty());
        assertEquals(RECORDS, ids.size());
        assertTrue(roaming > RECORDS / 6 && roaming < RECORDS / 4, roaming + " roaming");
    }
}
