package tallystick.engine.snapshot;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.StateFormatException;
import tallystick.domain.ledger.StateReader;
import tallystick.domain.usage.UsageHistory;
import tallystick.engine.journal.JournalMap;
import tallystick.engine.pipeline.MessageIndex;

/** Reads one snapshot; no byte of it is looked at before the checksum of its block held. */
final class SnapshotReader implements AutoCloseable {

    private final Path file;
    private final Pace pace;
    private final boolean checked;
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer scratch = buffer(Long.BYTES + Integer.BYTES);
    private final ByteBuffer head = buffer(SnapshotFormat.BLOCK_HEADER_BYTES);
    private final ByteBuffer block = buffer(SnapshotFormat.BLOCK_BYTES).limit(0);
    private long blocks;
    private long bytes;
    private boolean ended;

    /**
     * @param checked false only to see in a test what the checks are for
     */
    SnapshotReader(Path file, Pace pace, boolean checked) throws IOException {
        this.file = file;
        this.pace = pace;
        this.checked = checked;
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads and checks everything, the digest of the state included.
     *
     * @param history given to the ledger
     * @param position that the file's name says
     */
    Snapshot read(UsageHistory history, long position) throws SnapshotRefusedException {
        try {
            header(position);
            StateReader in = new StateReader(this::give);
            JournalMap map = SnapshotFormat.map(in);
            MessageIndex messages = MessageIndex.load(in);
            LedgerState state = LedgerState.load(in, history);
            end(state);
            require(state.lastPosition() == position, "its ledger is of another position");
            return new Snapshot(file, position, state, messages, map);
        } catch (EOFException tooShort) {
            throw new SnapshotRefusedException("it ends too early", tooShort);
        } catch (IOException unreadable) {
            throw new SnapshotRefusedException("it cannot be read: " + unreadable, unreadable);
        } catch (Damaged damaged) {
            throw new SnapshotRefusedException(String.valueOf(damaged.getMessage()), damaged);
        } catch (StateFormatException other) {
            throw new SnapshotRefusedException(String.valueOf(other.getMessage()), other);
        } catch (UncheckedIOException unreadable) {
            throw new SnapshotRefusedException(
                    unreadable.getCause() instanceof EOFException
                            ? "it ends too early"
                            : "it cannot be read: " + unreadable.getCause(),
                    unreadable);
        } catch (java.util.concurrent.CancellationException calledOff) {
            throw calledOff;
        } catch (RuntimeException impossible) {
            throw new SnapshotRefusedException("it makes no sense: " + impossible, impossible);
        }
    }

    private void header(long position) throws IOException {
        ByteBuffer header = buffer(SnapshotFormat.HEADER_BYTES);
        readFully(header);
        require(header.getLong(0) == SnapshotFormat.MAGIC, "it is not a snapshot");
        int version = header.getInt(8);
        header.position(SnapshotFormat.HEADER_BYTES - Integer.BYTES);
        int stored = header.getInt(header.position());
        require(stored == SnapshotFormat.headerChecksum(header), "its header is damaged");
        require(
                version == SnapshotFormat.VERSION,
                "it has version " + version + ", this program reads " + SnapshotFormat.VERSION);
        require(header.getLong(16) == position, "its name says another position than its header");
    }

    private int give(byte[] into, int offset, int length) {
        try {
            if (!block.hasRemaining() && !next()) {
                return -1;
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        int part = Math.min(length, block.remaining());
        block.get(into, offset, part);
        return part;
    }

    /** Brings the next block in; false when the trailer comes. */
    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        pace.rest();
        readFully(head.clear());
        int length = head.getInt(0);
        if (length == 0) {
            ended = true;
            return false;
        }
        if (length < 0 || length > SnapshotFormat.BLOCK_BYTES) {
            throw new Damaged("block " + blocks + " is damaged: its length is " + length);
        }
        readFully(block.clear().limit(length));
        block.flip();
        int sum = SnapshotFormat.checksum(crc, scratch, blocks, length, block);
        require(sum == head.getInt(4), "block " + blocks + " is damaged");
        blocks++;
        bytes += length;
        return true;
    }

    private void end(LedgerState state) throws IOException {
        require(!block.hasRemaining() && !next(), "there is more in it than a ledger");
        ByteBuffer trailer = buffer(SnapshotFormat.TRAILER_BYTES);
        readFully(trailer);
        trailer.flip();
        int sum = SnapshotFormat.checksum(crc, scratch, blocks, 0, trailer);
        require(sum == head.getInt(4), "its trailer is damaged");
        require(trailer.getLong() == bytes, "its trailer counts other bytes");
        byte[] digest = new byte[SnapshotFormat.DIGEST_BYTES];
        trailer.get(digest);
        require(channel.position() == channel.size(), "bytes follow its trailer");
        String said = HexFormat.of().formatHex(digest);
        require(said.equals(state.digest()), "its ledger has another digest than it says");
    }

    private void readFully(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                throw new EOFException();
            }
        }
    }

    private void require(boolean holds, String otherwise) {
        if (checked && !holds) {
            throw new Damaged(otherwise);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** What it says is not so. */
    private static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }
}
