package tallystick.engine.client;

import java.util.List;
import java.util.Map;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ingest.wire.Verdict;
import tallystick.engine.ingest.wire.Wire;

/**
 * What became of a batch: everything accepted or suspended is durable. Arrays rather than objects,
 * because a million of these a second may be read. Immutable.
 */
public final class BatchOutcome {

    private static final UsageStatus[] STATUSES = UsageStatus.values();
    private static final SuspenseReason[] REASONS = SuspenseReason.values();

    /** What a decoder fills. */
    static final class Columns {
        final byte[] status;
        final byte[] suspense;
        final char[] tariff;
        final long[] position;
        final long[] retailHi;
        final long[] retailLo;

        Columns(int size) {
            status = new byte[size];
            suspense = new byte[size];
            tariff = new char[size];
            position = new long[size];
            retailHi = new long[size];
            retailLo = new long[size];
        }
    }

    /** A tariff version and its asset. */
    record Tariff(String name, String asset) {}

    private final Verdict verdict;
    private final long position;
    private final String detail;
    private final Columns columns;
    private final List<Tariff> tariffs;
    private final Map<Integer, List<RecordOutcome.Fault>> rejections;
    private final boolean sentAgain;

    BatchOutcome(
            Verdict verdict,
            long position,
            String detail,
            Columns columns,
            List<Tariff> tariffs,
            Map<Integer, List<RecordOutcome.Fault>> rejections,
            boolean sentAgain) {
        this.verdict = verdict;
        this.position = position;
        this.detail = detail;
        this.columns = columns;
        this.tariffs = List.copyOf(tariffs);
        this.rejections = Map.copyOf(rejections);
        this.sentAgain = sentAgain;
    }

    /** Whether it was taken; a strict batch may be refused whole, with {@link #detail}. */
    public boolean isTaken() {
        return verdict == Verdict.TAKEN;
    }

    /** Why the batch was refused, for a person; empty when it was taken. */
    public String detail() {
        return detail;
    }

    /** Newest journal position among its records, −1 for none. */
    public long position() {
        return position;
    }

    /**
     * Whether the batch was sent more than once: then a duplicate may be this client's own first
     * sending.
     */
    public boolean wasSentAgain() {
        return sentAgain;
    }

    /** How many records it had. */
    public int size() {
        return columns.status.length;
    }

    /** The ledger's decision on a record, by its place in the batch. */
    public UsageStatus status(int index) {
        return STATUSES[columns.status[index]];
    }

    /** Journal position of a record, −1 when there is none or it was not told. */
    public long position(int index) {
        return columns.position[index];
    }

    /** How many records have that status. */
    public int count(UsageStatus status) {
        int count = 0;
        for (byte each : columns.status) {
            count += each == status.ordinal() ? 1 : 0;
        }
        return count;
    }

    /** How many records were rejected. */
    public int rejected() {
        return rejections.size();
    }

    /** All about a record, by its place in the batch. */
    public RecordOutcome record(int index) {
        List<RecordOutcome.Fault> faults = rejections.getOrDefault(index, List.of());
        int tariff = columns.tariff[index];
        boolean isRated = status(index) == UsageStatus.ACCEPTED && tariff != Wire.ABSENT;
        return new RecordOutcome(
                status(index),
                columns.position[index],
                REASONS[columns.suspense[index]],
                isRated ? new Pico(columns.retailHi[index], columns.retailLo[index]) : null,
                isRated ? tariffs.get(tariff).name() : "",
                isRated ? tariffs.get(tariff).asset() : "",
                faults);
    }

    @Override
    public String toString() {
        return "BatchOutcome[" + verdict + " " + size() + " records @" + position + "]";
    }
}
