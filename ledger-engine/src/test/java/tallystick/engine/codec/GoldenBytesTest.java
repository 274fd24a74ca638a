package tallystick.engine.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tallystick.domain.LedgerEvent;
import tallystick.domain.ledger.LedgerDecider;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.World;
import tallystick.engine.codec.sbe.MessageHeaderDecoder;

/**
 * The bytes of each event kind are those committed. A difference is a broken journal, not a test to
 * adjust.
 *
 * <p>For a new schema version only: raise {@code version} in {@code journal-events.xml}, append
 * samples of what is new, and run this test once with {@code -Dtallystick.golden.write=true}. It
 * writes the files of the new version that are not there yet and never touches one that is; those
 * of older versions stay, and must decode for ever.
 */
class GoldenBytesTest {

    private static final Path RESOURCES = Path.of("src/test/resources/golden");
    private static final Path CURRENT =
            RESOURCES.resolve("v" + MessageHeaderDecoder.SCHEMA_VERSION);

    private final EventEncoder encoder = new EventEncoder();
    private final MutableDirectBuffer buffer = new ExpandableArrayBuffer();
    private final EventDecoder decoder = new EventDecoder(names().names());

    /** The federation, and usage that made the first texts known. */
    private static LedgerState names() {
        LedgerState state = World.ledger();
        UsageRecord usage = World.usage(0, "first");
        LedgerDecider.decideUsage(usage, state, World.NOW);
        state.evolveUsage(usage);
        return state;
    }

    @TestFactory
    List<DynamicTest> encodesToTheCommittedBytes() {
        List<DynamicTest> tests = new ArrayList<>();
        GoldenSamples.events().forEach((name, event) -> tests.add(test(name, encode(event))));
        GoldenSamples.messages().forEach((name, message) -> tests.add(test(name, encode(message))));
        GoldenSamples.usages().forEach((name, usage) -> tests.add(test(name, encode(usage))));
        return tests;
    }

    private static DynamicTest test(String name, byte[] encoded) {
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    Path file = CURRENT.resolve(name + ".hex");
                    if (Boolean.getBoolean("tallystick.golden.write") && !Files.exists(file)) {
                        Files.createDirectories(CURRENT);
                        Files.writeString(file, wrapped(HexFormat.of().formatHex(encoded)));
                    }
                    assertEquals(
                            HexFormat.of().formatHex(read(file)),
                            HexFormat.of().formatHex(encoded));
                });
    }

    @TestFactory
    List<DynamicTest> decodesTheCommittedBytesOfEveryVersion() throws IOException {
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            return files.filter(file -> file.toString().endsWith(".hex"))
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(file.toString(), () -> decodes(file)))
                    .toList();
        }
    }

    private void decodes(Path file) {
        byte[] bytes = read(file);
        UnsafeBuffer leaf = new UnsafeBuffer(bytes);
        String name = file.getFileName().toString().replace(".hex", "");
        if (EventDecoder.isUsage(leaf, 0)) {
            UsageRecord decoded = new UsageRecord();
            decoder.decodeUsage(leaf, 0, bytes.length, decoded);
            UsageRecord sample = Objects.requireNonNull(GoldenSamples.usages().get(name));
            assertEquals(World.describe(sample), World.describe(decoded));
        } else if (EventDecoder.isMessage(leaf, 0)) {
            assertEquals(
                    GoldenSamples.messages().get(name),
                    decoder.decodeMessage(leaf, 0, bytes.length));
        } else {
            assertEquals(GoldenSamples.events().get(name), decoder.decode(leaf, 0, bytes.length));
        }
    }

    @Test
    void everyEventKindHasASample() {
        Set<Class<?>> kinds = new HashSet<>();
        leaves(LedgerEvent.class, kinds);
        kinds.remove(LedgerEvent.UsageRecorded.class);
        Set<Class<?>> sampled = new HashSet<>();
        GoldenSamples.events().values().forEach(event -> sampled.add(event.getClass()));
        assertEquals(kinds, sampled);
    }

    private static void leaves(Class<?> type, Set<Class<?>> into) {
        if (!type.isSealed()) {
            into.add(type);
            return;
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            leaves(permitted, into);
        }
    }

    private byte[] encode(LedgerEvent event) {
        return bytes(
                encoder.encode(event, GoldenSamples.POSITION, GoldenSamples.RECORDED, buffer, 0));
    }

    private byte[] encode(ApplicationMessage message) {
        return bytes(
                encoder.encodeMessage(
                        message, GoldenSamples.POSITION, GoldenSamples.RECORDED, buffer, 0));
    }

    private byte[] encode(UsageRecord usage) {
        return bytes(encoder.encodeUsage(usage, buffer, 0));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    private static String wrapped(String hex) {
        return hex.replaceAll("(.{64})", "$1\n") + "\n";
    }

    private static byte[] read(Path file) {
        try {
            return HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", ""));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
