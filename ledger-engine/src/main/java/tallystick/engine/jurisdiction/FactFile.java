package tallystick.engine.jurisdiction;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import tallystick.domain.proof.Hash;
import tallystick.domain.proof.MerkleFrontier;

/**
 * One jurisdiction's facts on disk: the n-th entry is the journal position of fact n (eight bytes)
 * and its leaf hash (32 bytes). Appended by one thread, read by any.
 */
final class FactFile implements AutoCloseable {

    private static final int ENTRY = Long.BYTES + Hash.BYTES;
    private static final int BUFFERED = 4_096;

    private final FileChannel channel;
    private final MerkleFrontier tree;
    private final ByteBuffer unwritten = ByteBuffer.allocate(BUFFERED * ENTRY);
    private long written;
    private long lastPosition;

    private FactFile(FileChannel channel, MerkleFrontier tree, long written, long lastPosition) {
        this.channel = channel;
        this.tree = tree;
        this.written = written;
        this.lastPosition = lastPosition;
    }

    /**
     * Opens a file and cuts it to a number of facts.
     *
     * @throws IOException when it has fewer, or cannot be read
     */
    static FactFile open(Path file, long facts) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.size() < facts * ENTRY) {
                throw new EOFException(file + " has fewer than " + facts + " facts");
            }
            channel.truncate(facts * ENTRY);
            MerkleFrontier tree = new MerkleFrontier();
            long last = -1;
            ByteBuffer page = ByteBuffer.allocate(BUFFERED * ENTRY);
            for (long at = 0; at < facts; ) {
                page.clear().limit((int) Math.min(BUFFERED, facts - at) * ENTRY);
                read(channel, page, at * ENTRY);
                for (page.flip(); page.hasRemaining(); at++) {
                    last = page.getLong();
                    byte[] hash = new byte[Hash.BYTES];
                    page.get(hash);
                    tree.append(Hash.of(hash));
                }
            }
            return new FactFile(channel, tree, facts, last);
        } catch (IOException damaged) {
            channel.close();
            throw damaged;
        }
    }

    private static void read(FileChannel channel, ByteBuffer into, long at) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
            int count = channel.read(into, from);
            if (count < 0) {
                throw new EOFException("facts end early");
            }
            from += count;
        }
    }

    /** Appends a fact; it is on disk after {@link #force}. */
    synchronized void append(long position, Hash leafHash) throws IOException {
        unwritten.putLong(position).put(leafHash.bytes());
        tree.append(leafHash);
        lastPosition = position;
        if (!unwritten.hasRemaining()) {
            write();
        }
    }

    private void write() throws IOException {
        unwritten.flip();
        long at = written * ENTRY;
        written += unwritten.remaining() / ENTRY;
        while (unwritten.hasRemaining()) {
            at += channel.write(unwritten, at);
        }
        unwritten.clear();
    }

    /** Puts all of it on disk. */
    synchronized void force() throws IOException {
        write();
        channel.force(false);
    }

    /** How many facts there are. */
    synchronized long size() {
        return tree.size();
    }

    /** RFC 6962 root over the facts' leaf hashes. */
    synchronized Hash root() {
        return Hash.of(tree.root());
    }

    /** Root as 64 hex digits. */
    String rootHex() {
        return HexFormat.of().formatHex(root().bytes());
    }

    /** Journal position of the last fact, −1 when there is none. */
    synchronized long lastPosition() {
        return lastPosition;
    }

    /** Journal position of a fact; 0 … {@link #size} − 1. */
    synchronized long position(long sequence) throws IOException {
        if (sequence < 0 || sequence >= tree.size()) {
            throw new IllegalArgumentException("no fact " + sequence);
        }
        if (sequence >= written) {
            return unwritten.getLong((int) (sequence - written) * ENTRY);
        }
        ByteBuffer entry = ByteBuffer.allocate(Long.BYTES);
        read(channel, entry, sequence * ENTRY);
        return entry.getLong(0);
    }

    /** The first fact at or after a journal position; {@link #size} when there is none. */
    long firstAt(long journalPosition) throws IOException {
        long low = 0;
        long high = size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (position(middle) < journalPosition) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
