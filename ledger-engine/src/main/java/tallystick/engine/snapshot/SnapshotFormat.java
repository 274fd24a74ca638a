package tallystick.engine.snapshot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import tallystick.domain.ledger.StateFormatException;
import tallystick.domain.ledger.StateReader;
import tallystick.domain.ledger.StateWriter;
import tallystick.engine.journal.JournalMap;

/**
 * The bytes of a snapshot, little-endian.
 *
 * <pre>
 *   header    magic "TALLYSNP", int version, int 0, long position, int 0, int CRC32C of those
 *   block     int length 1 … 1 MiB, int CRC32C over the block's number, its length and its bytes,
 *             the bytes: journal map, messages, ledger, one after the other over all blocks
 *   trailer   int 0, int CRC32C over the number of blocks, 0 and what follows,
 *             long bytes in blocks, 32 bytes SHA-256 digest of the ledger's state
 * </pre>
 *
 * The file ends there.
 */
final class SnapshotFormat {

    static final long MAGIC = 0x504E53594C4C4154L;
    static final int VERSION = 1;
    static final int HEADER_BYTES = 32;
    static final int BLOCK_BYTES = 1 << 20;
    static final int BLOCK_HEADER_BYTES = 8;
    static final int DIGEST_BYTES = 32;
    static final int TRAILER_BYTES = Long.BYTES + DIGEST_BYTES;

    private SnapshotFormat() {}

    /** Of the bytes from 0 to the buffer's position. */
    static int headerChecksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().flip());
        return (int) crc.getValue();
    }

    /** Of a block or the trailer: the bytes from position to limit. */
    static int checksum(CRC32C crc, ByteBuffer scratch, long number, int length, ByteBuffer bytes) {
        crc.reset();
        scratch.clear().putLong(number).putInt(length).flip();
        crc.update(scratch);
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    static void write(StateWriter out, JournalMap map) {
        out.section("journal").texts(map.files()).number(map.spacingBytes());
        out.number(map.places().size());
        map.places().forEach(place -> write(out, place));
        write(out, map.anchor().place());
        out.number(map.anchor().checksum());
    }

    private static void write(StateWriter out, JournalMap.Place place) {
        out.number(place.firstPosition()).number(place.file()).number(place.offset());
    }

    static JournalMap map(StateReader in) {
        in.section("journal");
        List<String> files = in.texts();
        long spacing = in.number();
        List<JournalMap.Place> places = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            places.add(place(in));
        }
        JournalMap.Anchor anchor = new JournalMap.Anchor(place(in), in.ref());
        if (spacing < 1 || places.size() > JournalMap.MOST_PLACES) {
            throw new StateFormatException("its map of the journal makes no sense");
        }
        return new JournalMap(files, spacing, places, anchor);
    }

    private static JournalMap.Place place(StateReader in) {
        return new JournalMap.Place(in.number(), in.ref(), in.number());
    }
}
