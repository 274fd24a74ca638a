package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import tallystick.engine.journal.JournalKind;

/**
 * Where the frames of a journal lie, found by their bytes alone: the reader of somebody who has
 * only the description of a frame (magic, version, first position, forced position, events, payload
 * length, payload, zeros to a multiple of 8, CRC32C) and shares no code with the journal.
 */
final class FrameMap {

    static final int HEADER_BYTES = 32;
    private static final int MAGIC = 0x314A5354;
    private static final int CRC_BYTES = 4;

    private FrameMap() {}

    /**
     * A frame.
     *
     * @param offset of its first byte in the file
     * @param bytes header, payload, padding and checksum
     */
    record Place(Path file, long offset, int bytes, long firstPosition, int count, int payload) {

        /** The field that a byte of the frame belongs to. */
        String field(long at) {
            if (at < 0) {
                return "document header";
            }
            if (at >= bytes - CRC_BYTES) {
                return "checksum";
            }
            if (at >= HEADER_BYTES) {
                return at >= HEADER_BYTES + payload ? "padding" : "payload";
            }
            return at < 4
                    ? "magic"
                    : at < 8
                            ? "version"
                            : at < 16
                                    ? "first position"
                                    : at < 24
                                            ? "forced position"
                                            : at < 28 ? "events" : "payload length";
        }
    }

    /** Files with frames, in the order of their names. */
    static List<Path> files(Path journal, JournalKind kind) throws IOException {
        String suffix = kind == JournalKind.SEGMENT ? ".journal" : ".cq4";
        try (var entries = Files.walk(journal)) {
            return entries.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    /** Every frame of a journal that is not damaged. */
    static List<Place> of(Path journal, JournalKind kind) throws IOException {
        List<Place> places = new ArrayList<>();
        long position = 0;
        for (Path file : files(journal, kind)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at + HEADER_BYTES < bytes.limit(); ) {
                if (bytes.getInt(at) == MAGIC && bytes.getLong(at + 8) == position) {
                    int payload = bytes.getInt(at + 28);
                    int length = (HEADER_BYTES + payload + CRC_BYTES + 7) & -8;
                    int count = bytes.getInt(at + 24);
                    places.add(new Place(file, at, length, position, count, payload));
                    position += count;
                    at += length;
                } else {
                    at += 4;
                }
            }
        }
        return places;
    }

    /** Makes the checksum of a frame fit its bytes again. */
    static void reseal(Place place) throws IOException {
        byte[] frame = FileTree.read(place.file(), place.offset(), place.bytes());
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, frame.length - CRC_BYTES);
        byte[] sum = new byte[CRC_BYTES];
        ByteBuffer.wrap(sum).order(ByteOrder.LITTLE_ENDIAN).putInt((int) crc.getValue());
        FileTree.write(place.file(), place.offset() + frame.length - CRC_BYTES, sum);
    }
}
