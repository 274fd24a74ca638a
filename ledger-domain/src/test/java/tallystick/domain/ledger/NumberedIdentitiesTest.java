package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;

/** Sources that number their records: bounded memory, and still exact, however old a record is. */
class NumberedIdentitiesTest {

    private static final int RECENT = 20;
    private static final int MANY = 300;

    private final LedgerFixture f = LedgerFixture.federation(RECENT);
    private final UsageIdentity identity = new UsageIdentity();

    private UsageRecord numbered(String source, String id, long sequence) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.source += source;
        usage.sequence = sequence;
        return usage;
    }

    private List<Long> recordMany() {
        List<Long> positions = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            UsageRecord usage = f.record(numbered("/a", "u" + i, 1_000 + i));
            assertEquals(UsageStatus.ACCEPTED, usage.status);
            positions.add(usage.position);
        }
        return positions;
    }

    @Test
    void whatIsSentAgainIsADuplicateHoweverOldAndAnotherBodyAConflict() {
        List<Long> positions = recordMany();
        assertTrue(f.state.rememberedRecords() <= 2 * RECENT, "only the newest by identity");
        assertEquals(0, f.searches, "numbers that rise cost no look");
        for (int i = 0; i < MANY; i++) {
            UsageRecord again = f.record(numbered("/a", "u" + i, 1_000 + i));
            assertEquals(UsageStatus.DUPLICATE, again.status, "u" + i);
            assertEquals(positions.get(i), again.position);
            UsageRecord other = numbered("/a", "u" + i, 1_000 + i);
            other.tokens[0]++;
            f.record(other);
            assertEquals(UsageStatus.CONFLICT, other.status, "u" + i);
            assertEquals(positions.get(i), other.position);
        }
        assertTrue(f.searches > MANY, "the old ones were looked for");
        assertEquals(f.replay(RECENT).digest(), f.state.digest());
    }

    @Test
    void numbersThatComeLateAreMissingOrUsedTwiceLoseNothing() {
        recordMany();
        assertEquals(UsageStatus.ACCEPTED, f.record(numbered("/a", "late", 500)).status, "a gap");
        assertEquals(
                UsageStatus.ACCEPTED, f.record(numbered("/a", "same", 1_007)).status, "reused");
        assertEquals(UsageStatus.ACCEPTED, f.record(numbered("/b", "u7", 1_007)).status, "other");
        for (int i = 0; i < MANY; i++) {
            assertEquals(
                    UsageStatus.ACCEPTED, f.record(numbered("/a", "r" + i, i)).status, "reset");
        }
        assertEquals(UsageStatus.DUPLICATE, f.record(numbered("/a", "late", 500)).status);
        assertEquals(UsageStatus.DUPLICATE, f.record(numbered("/a", "same", 1_007)).status);
        assertEquals(UsageStatus.DUPLICATE, f.record(numbered("/a", "r5", 5)).status);
        assertEquals(UsageStatus.DUPLICATE, f.record(numbered("/a", "u7", 1_007)).status);
    }

    @Test
    void aStrictBatchSeesAnOldConflict() {
        recordMany();
        UsageRecord other = numbered("/a", "u3", 1_003);
        other.tokens[0]++;
        identity.seal(other);
        assertTrue(LedgerDecider.strictConflict(List.of(other), f.state));
        UsageRecord fresh = numbered("/a", "fresh", 9_000);
        identity.seal(fresh);
        assertTrue(!LedgerDecider.strictConflict(List.of(fresh), f.state));
    }

    /** A number left out or changed is found out as long as the record is known by identity. */
    @Test
    void aSourceThatBreaksTheRuleIsFoundOutWhileItIsRecent() {
        recordMany();
        assertEquals(
                UsageStatus.CONFLICT,
                f.record(numbered("/a", "u299", 5_000)).status,
                "other number");
        assertEquals(UsageStatus.CONFLICT, f.record(numbered("/a", "u299", -1)).status, "none");
    }

    @Test
    void anOldRecordIsCorrectedWhereItsPlaceIsKnown() {
        long first = recordMany().getFirst();
        assertEquals(SuspenseReason.UNSETTLED_REFERENCE, correct("c1", -1).suspense, "not known");
        assertEquals(
                SuspenseReason.UNSETTLED_REFERENCE, correct("c2", first + 1).suspense, "wrong");
        UsageRecord corrected = correct("c3", first);
        assertEquals(UsageStatus.ACCEPTED, corrected.status);
        assertEquals(first, corrected.refersTo);
    }

    private UsageRecord correct(String id, long guess) {
        UsageRecord usage = f.usage(id, "wal-kr");
        usage.kind = UsageKind.CORRECTED;
        usage.correctsSource = usage.source + "/a";
        usage.correctsId = "u0";
        usage.correctsPosition = guess;
        usage.tokens[0] = 3;
        return f.record(usage);
    }

    @Test
    void memoryDoesNotGrowWithTheNumberOfRecords() {
        NumberedIdentities numbered = new NumberedIdentities(1_000);
        SplittableRandom random = new SplittableRandom(1);
        UsageRecord usage = new UsageRecord();
        long[] most = new long[2];
        int records = 2_000_000;
        for (int i = 0; i < records; i++) {
            usage.keyHi = random.nextLong();
            usage.keyLo = random.nextLong();
            usage.sequence = i / 4L;
            usage.position = i;
            assertEquals(-1, numbered.find(i % 4, usage, UsageHistory.NONE));
            numbered.put(i % 4, usage);
            int half = i < records / 2 ? 0 : 1;
            most[half] = i % 100 == 0 ? Math.max(most[half], numbered.bytes()) : most[half];
        }
        assertTrue(numbered.size() <= 2_000);
        long grown = most[1] - most[0];
        assertTrue(grown < records / 2 / 10, "less than a tenth of a byte a record: " + grown);
    }
}
