package tallystick.engine.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.World;

/** What is decoded is what was encoded, and encoding it again gives the same bytes. */
class RoundTripTest {

    private static final int SEEDS = 400;
    private static final int AT = 13;

    private final LedgerState state = World.ledger();
    private final EventEncoder encoder = new EventEncoder();
    private final EventDecoder decoder = new EventDecoder(state.names());
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer();

    RoundTripTest() {
        for (int i = 0; i < 3; i++) {
            record(World.usage(i, "warm-up-" + i));
        }
    }

    @Test
    void everyLedgerEventComesBack() {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (LedgerEvent event : new RandomEvents(seed).ofEveryKind()) {
                byte[] bytes = bytes(encoder.encode(event, seed, -seed, buffer, AT));
                UnsafeBuffer leaf = new UnsafeBuffer(bytes);

                LedgerEvent decoded = decoder.decode(leaf, 0, bytes.length);

                assertEquals(event, decoded, "seed " + seed);
                assertEquals(seed, LeafHeader.position(leaf, 0));
                assertEquals(-seed, LeafHeader.recordedEpochNanos(leaf, 0));
                assertArrayEquals(
                        bytes,
                        bytes(encoder.encode(decoded, seed, -seed, buffer, AT)),
                        "canonical");
            }
        }
    }

    @Test
    void everyUsageRecordComesBackIntoARecordUsedBefore() {
        UsageRecord reused = new RandomEvents(-1).usage(state.names());
        for (long seed = 0; seed < 20 * SEEDS; seed++) {
            UsageRecord usage = new RandomEvents(seed).usage(state.names());
            byte[] bytes = bytes(encoder.encodeUsage(usage, buffer, AT));
            UnsafeBuffer leaf = new UnsafeBuffer(bytes);

            assertTrue(EventDecoder.isUsage(leaf, 0));
            decoder.decodeUsage(leaf, 0, bytes.length, reused);

            assertEquals(World.describe(usage), World.describe(reused), "seed " + seed);
            assertEquals(usage.position, LeafHeader.position(leaf, 0));
            assertEquals(
                    usage.status == UsageStatus.ACCEPTED ? usage.windowRef : -1,
                    LeafHeader.memberOfWindow(leaf, 0));
            assertArrayEquals(bytes, bytes(encoder.encodeUsage(reused, buffer, AT)), "canonical");
        }
    }

    @Test
    void everyApplicationMessageComesBack() {
        for (long seed = 0; seed < SEEDS; seed++) {
            ApplicationMessage message = new RandomEvents(seed).message();
            byte[] bytes = bytes(encoder.encodeMessage(message, seed, -seed, buffer, AT));
            UnsafeBuffer leaf = new UnsafeBuffer(bytes);

            assertTrue(EventDecoder.isMessage(leaf, 0));
            ApplicationMessage decoded = decoder.decodeMessage(leaf, 0, bytes.length);

            assertEquals(message, decoded, "seed " + seed);
            assertArrayEquals(
                    bytes, bytes(encoder.encodeMessage(decoded, seed, -seed, buffer, AT)));
        }
    }

    @Test
    void theUsualRecordIsSmall() {
        UsageRecord usage = World.usage(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        record(usage);

        int length = encoder.encodeUsage(usage, buffer, 0);

        assertEquals(UsageStatus.ACCEPTED, usage.status);
        assertEquals(26, usage.id.length());
        assertEquals(161, length);
    }

    @Test
    void aRoamingRecordStaysBelowTheBudget() {
        UsageRecord usage = World.roaming(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        record(World.roaming(0, "first mention of the site"));
        record(usage);

        assertEquals(UsageStatus.ACCEPTED, usage.status);
        assertEquals(161 + 2 * 9, encoder.encodeUsage(usage, buffer, 0));
    }

    @Test
    void aLeafOneByteShorterOrLongerIsDamaged() {
        UsageRecord usage = World.usage(0, "id");
        record(usage);
        int length = encoder.encodeUsage(usage, buffer, 0);
        UsageRecord into = new UsageRecord();

        for (int wrong = 0; wrong < length; wrong++) {
            int cut = wrong;
            UnsafeBuffer leaf = new UnsafeBuffer(buffer, 0, cut);
            assertThrows(LeafDamagedException.class, () -> decoder.decodeUsage(leaf, 0, cut, into));
        }
        assertThrows(
                LeafDamagedException.class, () -> decoder.decodeUsage(buffer, 0, length + 1, into));
    }

    @Test
    void everyEventOneByteShorterOrLongerIsDamaged() {
        for (LedgerEvent event : new RandomEvents(7).ofEveryKind()) {
            int length = encoder.encode(event, 1, 2, buffer, 0);
            for (int cut = 0; cut < length; cut++) {
                int wrong = cut;
                UnsafeBuffer leaf = new UnsafeBuffer(buffer, 0, wrong);
                assertThrows(
                        LeafDamagedException.class,
                        () -> decoder.decode(leaf, 0, wrong),
                        () -> event + " cut to " + wrong);
            }
            assertThrows(LeafDamagedException.class, () -> decoder.decode(buffer, 0, length + 1));
        }
    }

    @Test
    void aHoldsUsualRecordIsLittleLonger() {
        UsageRecord usage = World.usage(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        record(usage);
        usage.hold = "01JHMZ5V0Q8W3R6T9YBNCDEFGH";
        usage.setAsideHi = usage.retailHi;
        usage.setAsideLo = usage.retailLo;
        usage.billed = usage.tokens.clone();
        usage.ratedAtEpochNanos--;

        assertEquals(161 + 9 + 1 + 4 + 26, encoder.encodeUsage(usage, buffer, 0));
    }

    /** The thread's own count of what it allocated: exact, whatever else runs. */
    @Test
    void encodingUsageAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        UsageRecord usual = World.usage(0, "01JHMZ5V0Q8W3R6T9YBNCDEFGH");
        record(usual);
        UsageRecord held = Objects.requireNonNull(GoldenSamples.usages().get("usage-of-hold"));
        UsageRecord voided = Objects.requireNonNull(GoldenSamples.usages().get("usage-voided"));
        UnsafeBuffer fixed = new UnsafeBuffer(new byte[4_096]);
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                encoder.encodeUsage(usual, fixed, 0);
                encoder.encodeUsage(held, fixed, 0);
                encoder.encodeUsage(voided, fixed, 0);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < 1_000, "3,000 records allocated " + allocated + " bytes");
    }

    @Test
    void anUndecidedRecordIsNoEvent() {
        UsageRecord usage = World.usage(0, "id");
        usage.status = UsageStatus.DUPLICATE;
        assertThrows(IllegalStateException.class, () -> encoder.encodeUsage(usage, buffer, 0));
    }

    private void record(UsageRecord usage) {
        LedgerDecider.decideUsage(usage, state, World.NOW);
        state.evolveUsage(usage);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(AT, bytes);
        return bytes;
    }
}
