package tallystick.loadgen.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a load on the engine came to.
 *
 * @param sent records sent and answered, duplicates included
 * @param accepted of them, rated and posted
 * @param repeated of them, known already and not charged again
 * @param others of them, in suspense or in conflict: a load has none
 * @param nanos from the first record to the last answer
 * @param latencyNanos per record, from the intended time of sending to the answer
 * @param forces how often the journal was forced to disk meanwhile
 * @param refused requests refused because the engine was busy; each was sent again
 * @param diskBytes files of the journal after closing, what was prepared ahead included; nothing
 *     else
 * @param snapshotBytes files of the snapshots after closing, one made at the close included
 * @param indexBytes files of the reader index after closing; its newest events are in memory only
 * @param heapMaxBytes most heap that was seen in use
 * @param cpuNanos by thread, see {@link CpuMeter}
 * @param sealNanosPerRecord part of the producers' that an edge spends on identity and fingerprint
 * @param lookUpNanosPerRecord part of the producers' that an edge spends on names
 * @param liveDigest of the ledger before the engine was closed
 * @param verdict what the journal says, read back from disk
 * @param verifyNanos time that took
 * @param failure why the engine stopped, null when it did not
 * @param warmUpEvents sent to other engines before
 * @param plainForcesPerSecond how often a plain file on the same disk is forced a second, as many
 *     bytes each time as the journal wrote between two forces; 0 when nothing was journaled
 */
public record EngineLoadResult(
        long sent,
        long accepted,
        long repeated,
        long others,
        long nanos,
        Histogram latencyNanos,
        long forces,
        long refused,
        long diskBytes,
        long snapshotBytes,
        long indexBytes,
        long heapMaxBytes,
        Map<String, Long> cpuNanos,
        long sealNanosPerRecord,
        long lookUpNanosPerRecord,
        String liveDigest,
        LoadVerdict verdict,
        long verifyNanos,
        @Nullable String failure,
        long warmUpEvents,
        double plainForcesPerSecond) {

    /** Whether nothing was lost, doubled, altered, and the replayed ledger is the one that ran. */
    public boolean isGood() {
        return failure == null
                && verdict.isGood()
                && others == 0
                && verdict.events() == accepted
                && verdict.stateDigest().equals(liveDigest);
    }

    public double seconds() {
        return nanos / 1e9;
    }

    public long eventsPerSecond() {
        return Math.round(sent / seconds());
    }

    /** Latency below which that percentage of the records stayed, microseconds. */
    public long micros(double percentile) {
        return latencyNanos.getValueAtPercentile(percentile) / 1_000;
    }

    /** Bytes in the journal per record in it, frame headers and checksums included. */
    public double bytesPerEvent() {
        return (double) verdict.bytes() / Math.max(1, verdict.events());
    }

    /** What the disk alone would allow: the plain file's forces with as many records each. */
    public long plainFileEventsPerSecond() {
        return Math.round(plainForcesPerSecond * verdict.events() / Math.max(1, forces));
    }

    /** CPU nanoseconds per record sent, by thread. */
    public SortedMap<String, Long> cpuNanosPerEvent() {
        SortedMap<String, Long> perEvent = new TreeMap<>(cpuNanos);
        perEvent.replaceAll((_, nanosOfThread) -> nanosOfThread / Math.max(1, sent));
        return perEvent;
    }

    /** The result under the names of the command line's chapter. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("events", sent);
        json.put("warmUpEvents", warmUpEvents);
        json.put("seconds", seconds());
        json.put("eventsPerSecond", eventsPerSecond());
        json.put("fsyncs", forces);
        json.put("plainFileEventsPerSecond", plainFileEventsPerSecond());
        json.put("p50Micros", micros(50));
        json.put("p95Micros", micros(95));
        json.put("p99Micros", micros(99));
        json.put("p999Micros", micros(99.9));
        json.put("bytesPerEvent", Math.round(bytesPerEvent() * 10) / 10.0);
        json.put("lost", verdict.lost());
        json.put("duplicated", verdict.duplicated());
        json.put("trialBalanceZero", verdict.trialBalanceZero());
        json.put("verified", isGood());
        json.put("accepted", accepted);
        json.put("repeated", repeated);
        json.put("notAccepted", others);
        json.put("foreign", verdict.foreign());
        json.put("altered", verdict.altered());
        json.put("refused", refused);
        json.put("diskBytes", diskBytes);
        json.put("snapshotBytes", snapshotBytes);
        json.put("indexBytes", indexBytes);
        json.put("heapMaxBytes", heapMaxBytes);
        json.put("cpuNanosPerEvent", cpuNanosPerEvent());
        json.put("sealCpuNanosPerEvent", sealNanosPerRecord);
        json.put("lookUpCpuNanosPerEvent", lookUpNanosPerRecord);
        json.put("stateDigest", verdict.stateDigest());
        json.put("verifySeconds", verifyNanos / 1e9);
        json.put("failure", failure);
        json.put("damage", verdict.damage());
        return json;
    }
}
