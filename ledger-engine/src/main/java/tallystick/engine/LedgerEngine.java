package tallystick.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerRequest;
import tallystick.domain.ledger.LedgerState;
import tallystick.domain.ledger.Names;
import tallystick.engine.index.ReaderIndex;
import tallystick.engine.journal.JournalView;

/** The ledger behind its ring and journal. Any thread may submit and read. */
public interface LedgerEngine extends AutoCloseable {

    /**
     * Puts a request on the ring. Waits for room for at most the configured deadline.
     *
     * <p>For recorded usage {@link tallystick.domain.Answer#position} is the newest position that
     * stands in the records: the last event of the request, or for one that made no event the
     * newest of the events it repeats; −1 when a strict request was not applied. The answer comes
     * when that event is durable, whoever made it.
     *
     * @throws EngineBusyException when there was no room, or the disk is full: nothing was taken
     * @throws EngineStoppedException when the engine has stopped
     * @throws IllegalArgumentException when a text is longer than an event may hold: the edge
     *     should have refused it
     */
    void submit(LedgerRequest request, Completion completion) throws EngineBusyException;

    /**
     * Journals messages of the application, all or none, as one run. Answered with a refusal {@code
     * ALREADY_EXISTS} when an id or an (aggregate, sequence) is taken.
     *
     * @throws EngineBusyException when there was no room, or the disk is full: nothing was taken
     * @throws EngineStoppedException when the engine has stopped
     * @throws IllegalArgumentException when a message is longer than an event may hold
     */
    void append(List<ApplicationMessage> messages, Completion completion)
            throws EngineBusyException;

    /**
     * Asks the ledger between two requests, on the thread that owns it. The question must be quick
     * and must only read; what it returns must not share the state's insides. Answered when all it
     * can have seen is durable; fails with what it throws, or as {@link #submit} does.
     */
    <T> CompletableFuture<T> query(Function<LedgerState, T> question);

    /** The last position forced to disk; −1 for an empty journal. */
    long lastDurablePosition();

    /**
     * A reader whose first entry is the one after {@code afterPosition}; a run that contains it
     * begins with the record after it.
     *
     * @param afterPosition −1 … {@link #lastDurablePosition}
     */
    EventTail tail(long afterPosition);

    /**
     * As {@link #tail}, for who follows the journal as it grows: the newest entries are decoded
     * once and given to all who follow, so nobody may change what is in them.
     *
     * @param afterPosition −1 … {@link #lastDurablePosition}
     */
    EventTail follow(long afterPosition);

    /** Application messages of one aggregate from a sequence on, in order, durable ones only. */
    List<JournalEntry.Application> aggregate(String aggregateId, long firstSequence);

    /** Last sequence of an aggregate, null when there is none. */
    @Nullable Long lastSequence(String aggregateId);

    /**
     * RFC 6962 root over the stored bytes of a fenced window's members, waiting for the reader that
     * computes it.
     *
     * @param window the window's name
     * @throws IllegalArgumentException when the window is not known or not fenced
     * @throws IllegalStateException when the journal cannot be read, or the engine is closed
     */
    WindowRoot windowRoot(String window) throws InterruptedException;

    /** The forced frames as they are on disk, for readers of stored bytes. */
    JournalView frames();

    /** Indexes for readers: a wallet's events and balances, places of single events. */
    ReaderIndex index();

    /** The dense numbers of names; safe to read from any thread. */
    Names names();

    /** What the engine has done since it was opened, and how full it is. */
    EngineMetrics metrics();

    /** Whether requests are taken; false once the engine has failed or closed. */
    boolean isReady();

    @Override
    void close();

    /**
     * A window's members.
     *
     * @param records how many
     * @param merkleRoot as 64 hex digits
     */
    record WindowRoot(long records, String merkleRoot) {}
}
