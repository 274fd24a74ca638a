package tallystick.engine.journal;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/** Steps from frame to frame of one file and checks each; knows nothing of what was forced. */
final class FrameCursor implements AutoCloseable {

    enum Step {
        /** A good frame is under the cursor. */
        FRAME,
        /** Nothing more is in this file. */
        END,
        /** Something is there that is not the expected frame; {@link #damage()} says what. */
        DAMAGE
    }

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final FileLayout layout;
    private final FileWindow window = new FileWindow();
    private final CRC32C crc = new CRC32C();
    private long offset;
    private long frameOffset;
    private int frameAt;
    private String damage = "";
    private boolean deliberate;

    FrameCursor(FileLayout layout) {
        this.layout = layout;
    }

    /** Goes to a file, and to a byte of it at which a frame, document or nothing begins. */
    void open(Path file, long startOffset) throws IOException {
        window.open(file);
        offset = startOffset;
    }

    long fileBytes() throws IOException {
        return window.fileBytes();
    }

    /**
     * Moves to the next frame, which must begin with event {@code expectedPosition}. After {@link
     * Step#END} and {@link Step#DAMAGE} the cursor stays where it stopped.
     */
    Step step(long limit, long expectedPosition) throws IOException {
        return layout == FileLayout.PLAIN
                ? stepFrame(limit, expectedPosition)
                : stepDocument(limit, expectedPosition);
    }

    private Step stepFrame(long limit, long expectedPosition) throws IOException {
        int at = window.load(offset, Integer.BYTES, limit);
        if (at == FileWindow.ABSENT || Frame.magic(window.view(), at) == 0) {
            return Step.END;
        }
        if (!isFrame(offset, limit) || !isExpected(expectedPosition)) {
            return Step.DAMAGE;
        }
        offset = frameOffset + frameBytes();
        return Step.FRAME;
    }

    private Step stepDocument(long limit, long expectedPosition) throws IOException {
        while (true) {
            int at = window.load(offset, FileLayout.DOCUMENT_HEADER_BYTES, limit);
            int header = at == FileWindow.ABSENT ? 0 : window.view().getInt(at, LE);
            if (FileLayout.endsFile(header)) {
                return Step.END;
            }
            if (FileLayout.isIncomplete(header)) {
                return damaged("its document was never completed", false);
            }
            long content = offset + FileLayout.DOCUMENT_HEADER_BYTES;
            long end = content + FileLayout.contentBytes(header);
            if (!FileLayout.isMetaData(header)) {
                return stepContent(content, end, limit, expectedPosition);
            }
            // A flipped bit can turn a frame into metadata, or metadata into a cloak over frames.
            int inside = window.load(content, Integer.BYTES, limit);
            if (inside != FileWindow.ABSENT && Frame.magic(window.view(), inside) == Frame.MAGIC) {
                return damaged("its document claims to be metadata", true);
            }
            if (end > limit) {
                return damaged("a metadata document is longer than the file", false);
            }
            offset =
                    (end + FileLayout.DOCUMENT_HEADER_BYTES - 1)
                            & -FileLayout.DOCUMENT_HEADER_BYTES;
        }
    }

    private Step stepContent(long content, long end, long limit, long expectedPosition)
            throws IOException {
        if (!isFrame(content, limit) || !isExpected(expectedPosition)) {
            return Step.DAMAGE;
        }
        if (frameOffset + frameBytes() != end) {
            return damaged("its document has another length", true);
        }
        offset = end;
        return Step.FRAME;
    }

    /** Whether a whole frame with a good checksum is at that byte, whatever its position. */
    boolean isFrame(long start, long limit) throws IOException {
        deliberate = false;
        int at = window.load(start, Frame.MIN_BYTES, limit);
        if (at == FileWindow.ABSENT) {
            return not("the file is too short for it");
        }
        UnsafeBuffer view = window.view();
        if (Frame.magic(view, at) != Frame.MAGIC) {
            return not("no frame begins there");
        }
        int version = Frame.version(view, at);
        if (version != Frame.VERSION) {
            // Zero is what a torn write leaves; anything else was written on purpose or flipped.
            deliberate = version != 0;
            return not("frame version " + version + " is not known");
        }
        int payloadLength = Frame.payloadLength(view, at);
        if (payloadLength < 0 || payloadLength > Frame.MAX_PAYLOAD_BYTES) {
            return not("payload length " + payloadLength + " is out of range");
        }
        int total = Frame.bytesFor(payloadLength);
        at = window.load(start, total, limit);
        if (at == FileWindow.ABSENT) {
            return not("the file ends inside it");
        }
        int sum = Frame.checksum(window.bytes(), at, total, crc);
        if (sum != Frame.storedChecksum(window.view(), at, total)) {
            return not("its checksum does not match");
        }
        frameAt = at;
        frameOffset = start;
        return true;
    }

    private boolean isExpected(long expectedPosition) {
        // Whole and checked, so if it is the wrong one, no torn write left it there.
        deliberate = true;
        if (firstPosition() != expectedPosition) {
            return not("position " + firstPosition() + " is there instead");
        }
        if (count() < 1 || forcedPosition() >= expectedPosition) {
            return not("its header contradicts itself");
        }
        return true;
    }

    private Step damaged(String reason, boolean noTornWrite) {
        damage = reason;
        deliberate = noTornWrite;
        return Step.DAMAGE;
    }

    private boolean not(String reason) {
        damage = reason;
        return false;
    }

    /** Where the next step begins; after END or DAMAGE the byte that was not understood. */
    long offset() {
        return offset;
    }

    /** What {@link Step#DAMAGE} saw. */
    String damage() {
        return damage;
    }

    /** Whether the damage is such as no interrupted write leaves: never cut that. */
    boolean deliberate() {
        return deliberate;
    }

    /** First byte of the frame, or of the document it is in. */
    long startOffset() {
        return frameOffset - layout.prefixBytes();
    }

    int frameBytes() {
        return Frame.bytesFor(payloadLength());
    }

    long firstPosition() {
        return Frame.firstPosition(window.view(), frameAt);
    }

    long forcedPosition() {
        return Frame.forcedPosition(window.view(), frameAt);
    }

    int count() {
        return Frame.count(window.view(), frameAt);
    }

    int storedChecksum() {
        return Frame.storedChecksum(window.view(), frameAt, frameBytes());
    }

    int payloadLength() {
        return Frame.payloadLength(window.view(), frameAt);
    }

    UnsafeBuffer view() {
        return window.view();
    }

    /** First byte of the payload in {@link #view()}. */
    int payloadAt() {
        return frameAt + Frame.HEADER_BYTES;
    }

    FileWindow window() {
        return window;
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
