package tallystick.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import java.io.IOException;
import java.nio.ByteOrder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import tallystick.engine.journal.Journal;
import tallystick.engine.journal.JournalFullException;

/**
 * Stage 2, the group commit: the leaves of all slots that are ready become one frame, and one force
 * makes them durable. What comes after waits meanwhile and is the next group: the group grows with
 * the load by itself.
 */
final class JournalStage implements EventHandler<Slot> {

    private static final long RETRY_MILLIS = 20;

    private final Journal journal;
    private final int frameBytes;
    private final LeafBuffers buffers;
    private final DiskSpace space;
    private final FailStop stop;
    private final PipelineMeter meter;

    private final ExpandableArrayBuffer frame = new ExpandableArrayBuffer(256 * 1024);
    private int frameLength;
    private int frameCount;
    private long framePosition;
    private boolean unforced;

    /**
     * @param frameBytes longest payload of a frame; a single leaf must fit
     */
    JournalStage(
            Journal journal,
            int frameBytes,
            LeafBuffers buffers,
            DiskSpace space,
            FailStop stop,
            PipelineMeter meter) {
        this.journal = journal;
        this.frameBytes = frameBytes;
        this.buffers = buffers;
        this.space = space;
        this.stop = stop;
        this.meter = meter;
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) {
        if (stop.cause() == null) {
            try {
                collect(slot);
                if (endOfBatch) {
                    commit();
                }
            } catch (Throwable broken) {
                stop.fail(broken);
            }
        }
        buffers.release(slot);
    }

    private void collect(Slot slot) throws IOException, InterruptedException {
        ExpandableArrayBuffer leaves = slot.leaves;
        if (slot.count == 0 || leaves == null) {
            return;
        }
        if (frameLength + slot.length > frameBytes) {
            append();
        }
        if (slot.length > frameBytes) {
            collectLeaves(slot, leaves);
        } else {
            add(leaves, 0, slot.length, slot.firstPosition, slot.count);
        }
    }

    /** A slot longer than a frame is cut between leaves. */
    private void collectLeaves(Slot slot, ExpandableArrayBuffer leaves)
            throws IOException, InterruptedException {
        int at = 0;
        for (int i = 0; i < slot.count; i++) {
            int length = Integer.BYTES + leaves.getInt(at, ByteOrder.LITTLE_ENDIAN);
            if (frameLength + length > frameBytes) {
                append();
            }
            add(leaves, at, length, slot.firstPosition + i, 1);
            at += length;
        }
    }

    private void add(MutableDirectBuffer from, int at, int length, long position, int count) {
        if (frameCount == 0) {
            framePosition = position;
        }
        frame.putBytes(frameLength, from, at, length);
        frameLength += length;
        frameCount += count;
    }

    private void commit() throws IOException, InterruptedException {
        append();
        if (unforced) {
            long before = System.nanoTime();
            long events = journal.lastAppendedPosition() - journal.lastForcedPosition();
            journal.force();
            meter.forced(events, System.nanoTime() - before);
            unforced = false;
        }
    }

    private void append() throws IOException, InterruptedException {
        if (frameCount > 0) {
            write();
            unforced = true;
            frameLength = 0;
            frameCount = 0;
        }
    }

    /**
     * What is decided has to be written. On a full disk it may use the reserve; when that is gone
     * too it waits here for space, and new requests are refused meanwhile.
     */
    private void write() throws IOException, InterruptedException {
        while (true) {
            try {
                journal.append(framePosition, frameCount, frame, 0, frameLength);
                space.isAmple();
                return;
            } catch (JournalFullException full) {
                space.isShort();
            }
            try {
                journal.appendControl(framePosition, frameCount, frame, 0, frameLength);
                return;
            } catch (JournalFullException full) {
                space.isGone();
            }
            if (stop.isClosing()) {
                throw new IOException("closed while waiting for disk space");
            }
            Thread.sleep(RETRY_MILLIS);
        }
    }
}
