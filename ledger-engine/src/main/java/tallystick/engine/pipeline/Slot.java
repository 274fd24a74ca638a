package tallystick.engine.pipeline;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.LedgerRequest;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.Completion;

/**
 * A ring entry: what is asked, then the leaves that follow from it, then the answer. Owned by one
 * stage at a time. Leaves stand one after the other, each behind its length as a 32-bit integer.
 */
final class Slot {

    private static final Answer NOT_DECIDED = new Answer(-1, "", null, false);

    // Exactly one of these three is set by the producer.
    @Nullable LedgerRequest request;
    @Nullable List<ApplicationMessage> messages;
    @Nullable Question<?> question;

    @Nullable Completion completion;

    /** How many records, messages or questions the slot holds, at least 1. */
    int weight;

    /** The leaves; null until there is one. */
    @Nullable ExpandableArrayBuffer leaves;

    int length;
    int count;
    long firstPosition;
    Answer answer = NOT_DECIDED;

    /** Where the next leaf goes, behind the space for its length. */
    int nextLeaf() {
        return length + Integer.BYTES;
    }

    /** Takes in a leaf that was written at {@link #nextLeaf}. */
    void addLeaf(ExpandableArrayBuffer buffer, long position, int leafLength) {
        if (count++ == 0) {
            firstPosition = position;
        }
        buffer.putInt(length, leafLength, ByteOrder.LITTLE_ENDIAN);
        length += Integer.BYTES + leafLength;
    }

    /** Forgets the leaves, when they are journaled or when they never will be. */
    void dropLeaves() {
        length = 0;
        count = 0;
    }

    /** Lets go of everything the producer gave. */
    void clear() {
        request = null;
        messages = null;
        question = null;
        completion = null;
        answer = NOT_DECIDED;
        dropLeaves();
    }
}
