package tallystick.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.domain.LedgerCommand.Settlement.CalculateWindow;
import tallystick.domain.LedgerCommand.Settlement.CutOffWindow;
import tallystick.domain.LedgerCommand.Settlement.FenceWindow;
import tallystick.domain.LedgerCommand.Settlement.SealWindow;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.LedgerEngine.WindowRoot;
import tallystick.engine.codec.EventEncoder;

/** The root is that of RFC 6962 over the members' leaves, whoever computes it and when. */
class WindowRootTest {

    @TempDir Path directory;

    @Test
    void theRootIsOverTheMembersInJournalOrder() throws Exception {
        WindowRoot root;
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            record(engine, "before", 137);
            assertThrows(IllegalArgumentException.class, () -> engine.windowRoot(World.WINDOW));
            assertThrows(IllegalArgumentException.class, () -> engine.windowRoot("no such"));
            EngineFixture.ask(engine, new CutOffWindow(World.WINDOW, World.NOW, World.NEXT_WINDOW));
            record(engine, "grace", 20);
            recordInNextWindow(engine, 31);
            EngineFixture.ask(engine, new FenceWindow(World.WINDOW));
            record(engine, "late", 11);

            root = engine.windowRoot(World.WINDOW);

            List<byte[]> members = members(engine, 0);
            assertEquals(157 * 2, members.size(), "home and roaming");
            assertEquals(157 * 2, root.records());
            assertEquals(HexFormat.of().formatHex(naiveRoot(members)), root.merkleRoot());
            members.set(3, members.get(4));
            assertNotEquals(HexFormat.of().formatHex(naiveRoot(members)), root.merkleRoot());
            assertNull(
                    EngineFixture.ask(
                                    engine,
                                    new SealWindow(World.WINDOW, root.records(), root.merkleRoot()))
                            .refusal());
            assertNull(EngineFixture.ask(engine, new CalculateWindow(World.WINDOW)).refusal());
        }
        try (LedgerEngine engine = EngineFixture.open(directory)) {
            assertEquals(root, engine.windowRoot(World.WINDOW));
            EngineFixture.ask(
                    engine, new CutOffWindow(World.NEXT_WINDOW, World.NOW + 1, "2026-03"));
        }
    }

    @Test
    void anEmptyWindowHasTheEmptyRoot() throws Exception {
        try (LedgerEngine engine = EngineFixture.withWorld(directory)) {
            EngineFixture.ask(engine, new CutOffWindow(World.WINDOW, World.NOW, World.NEXT_WINDOW));
            EngineFixture.ask(engine, new FenceWindow(World.WINDOW));
            assertEquals(
                    new WindowRoot(
                            0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                    engine.windowRoot(World.WINDOW));
        }
    }

    private static void record(LedgerEngine engine, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            UsageRecord unknown = World.unsealed(0, prefix + "-unknown-" + i);
            unknown.model = "unknown";
            EngineFixture.record(
                    engine,
                    World.usage(i % World.WALLETS, prefix + "-home-" + i),
                    World.sealed(unknown),
                    World.roaming(i % World.WALLETS, prefix + "-roaming-" + i));
        }
    }

    private static void recordInNextWindow(LedgerEngine engine, int count) {
        for (int i = 0; i < count; i++) {
            UsageRecord usage = World.unsealed(0, "next-" + i);
            usage.endedEpochNanos = World.NOW;
            EngineFixture.record(engine, World.sealed(usage));
            assertEquals(1, usage.windowRef);
        }
    }

    private static List<byte[]> members(LedgerEngine engine, int window) {
        EventEncoder encoder = new EventEncoder();
        ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        List<byte[]> members = new ArrayList<>();
        for (JournalEntry entry : EngineFixture.entries(engine, -1)) {
            if (entry instanceof JournalEntry.Ledger ledger
                    && ledger.event() instanceof UsageRecorded run) {
                for (UsageRecord usage : run.records()) {
                    if (usage.status == UsageStatus.ACCEPTED && usage.windowRef == window) {
                        byte[] leaf = new byte[encoder.encodeUsage(usage, buffer, 0)];
                        buffer.getBytes(0, leaf);
                        members.add(leaf);
                    }
                }
            }
        }
        return members;
    }

    /** RFC 6962 section 2.1, word for word. */
    private static byte[] naiveRoot(List<byte[]> leaves) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        assertTrue(!leaves.isEmpty());
        if (leaves.size() == 1) {
            sha256.update((byte) 0);
            return sha256.digest(leaves.getFirst());
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        byte[] left = naiveRoot(leaves.subList(0, split));
        byte[] right = naiveRoot(leaves.subList(split, leaves.size()));
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
