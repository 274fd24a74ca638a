package tallystick.loadgen.engine;

import java.nio.file.Path;
import tallystick.engine.journal.JournalKind;
import tallystick.loadgen.trace.TraceSource;

/**
 * What to load an engine with.
 *
 * @param data directory of the engine, absent or empty
 * @param journal what lies under its journal
 * @param events records to send, 1 … 2,000,000,000; duplicates are some of them
 * @param batch records per request, 1 … 10,000
 * @param wallets how many there are, 1 … 1,000,000
 * @param hot share of the records that one wallet gets, 0 … 1
 * @param duplicates share of the records that repeat an earlier one, 0 … 0.9
 * @param producers threads that make and send records, 1 … 64
 * @param inFlight requests each of them keeps on the ring, 1 … 1,024
 * @param eventsPerSecond rate at which records are meant to be sent, whatever the engine does; 0:
 *     as fast as answers come
 * @param seed what ids and facts are made from
 * @param trace token counts of the records, repeated as often as needed
 * @param warmUpEvents records sent before to two other engines, one half each, which are thrown
 *     away: 0 for none, at most 1,000,000,000. A ledger runs for months, its compiler for the first
 *     seconds
 */
public record EngineLoadOptions(
        Path data,
        JournalKind journal,
        long events,
        int batch,
        int wallets,
        double hot,
        double duplicates,
        int producers,
        int inFlight,
        long eventsPerSecond,
        long seed,
        TraceSource trace,
        long warmUpEvents) {

    private static final int TRACE_ROWS = 20_000;
    private static final long TRACE_SEED = 20_260_101;

    public EngineLoadOptions {
        require(events >= 1 && events <= 2_000_000_000, "events must be 1 … 2000000000");
        require(batch >= 1 && batch <= 10_000, "batch must be 1 … 10000");
        require(wallets >= 1 && wallets <= 1_000_000, "wallets must be 1 … 1000000");
        require(hot >= 0 && hot <= 1, "hot must be 0 … 1");
        require(duplicates >= 0 && duplicates <= 0.9, "duplicates must be 0 … 0.9");
        require(producers >= 1 && producers <= 64, "producers must be 1 … 64");
        require(inFlight >= 1 && inFlight <= 1_024, "in-flight must be 1 … 1024");
        require(eventsPerSecond >= 0, "rate must be 0 or more");
        require(
                warmUpEvents >= 0 && warmUpEvents <= 1_000_000_000,
                "warm-up must be 0 … 1000000000");
    }

    /**
     * Defaults: 10 million records, 512 a request, 10,000 wallets, nothing hot, no duplicates, two
     * producers with four requests each, as fast as answers come, generated token counts, cold.
     */
    public static EngineLoadOptions of(Path data, JournalKind journal) {
        return new EngineLoadOptions(
                data,
                journal,
                10_000_000,
                512,
                10_000,
                0,
                0,
                2,
                4,
                0,
                1,
                new TraceSource.Generated(TRACE_SEED, TRACE_ROWS),
                0);
    }

    /** The same with other amounts. */
    public EngineLoadOptions withEvents(long newEvents, int newBatch, int newWallets) {
        return new EngineLoadOptions(
                data,
                journal,
                newEvents,
                newBatch,
                newWallets,
                hot,
                duplicates,
                producers,
                inFlight,
                eventsPerSecond,
                seed,
                trace,
                warmUpEvents);
    }

    /** The same with other shares. */
    public EngineLoadOptions withShares(double newHot, double newDuplicates) {
        return new EngineLoadOptions(
                data,
                journal,
                events,
                batch,
                wallets,
                newHot,
                newDuplicates,
                producers,
                inFlight,
                eventsPerSecond,
                seed,
                trace,
                warmUpEvents);
    }

    /** The same sent otherwise. */
    public EngineLoadOptions withSending(
            int newProducers, int newInFlight, long newEventsPerSecond) {
        return new EngineLoadOptions(
                data,
                journal,
                events,
                batch,
                wallets,
                hot,
                duplicates,
                newProducers,
                newInFlight,
                newEventsPerSecond,
                seed,
                trace,
                warmUpEvents);
    }

    /** The same records with other ids and token counts. */
    public EngineLoadOptions withFacts(long newSeed, TraceSource newTrace) {
        return new EngineLoadOptions(
                data,
                journal,
                events,
                batch,
                wallets,
                hot,
                duplicates,
                producers,
                inFlight,
                eventsPerSecond,
                newSeed,
                newTrace,
                warmUpEvents);
    }

    /** The same after so many other records. */
    public EngineLoadOptions withWarmUp(long newWarmUpEvents) {
        return new EngineLoadOptions(
                data,
                journal,
                events,
                batch,
                wallets,
                hot,
                duplicates,
                producers,
                inFlight,
                eventsPerSecond,
                seed,
                trace,
                newWarmUpEvents);
    }

    /** A load that comes before this one: as fast as answers come, in a directory beside. */
    EngineLoadOptions warmUp(long warmUpEvents) {
        return new EngineLoadOptions(
                data.resolveSibling(data.getFileName() + ".warm-up"),
                journal,
                warmUpEvents,
                batch,
                wallets,
                hot,
                duplicates,
                producers,
                inFlight,
                0,
                seed + 1,
                trace,
                0);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
