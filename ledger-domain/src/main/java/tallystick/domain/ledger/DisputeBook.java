package tallystick.domain.ledger;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.CreditNotes;
import tallystick.domain.settlement.DisputeSplit;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.Rounding;
import tallystick.domain.settlement.Statement;

/** Every dispute by name. */
final class DisputeBook {

    private final SortedMap<String, Dispute> disputes = new TreeMap<>();
    private long nextDeadline = Closing.NEVER;

    void add(Dispute dispute) {
        disputes.put(dispute.name, dispute);
    }

    @Nullable Dispute find(String name) {
        return disputes.get(name);
    }

    List<Dispute> of(String statement) {
        return disputes.values().stream().filter(d -> d.statement.equals(statement)).toList();
    }

    /** What of a statement stays out of netting, minor units by line. */
    SortedMap<Integer, Long> withheld(String statement) {
        SortedMap<Integer, Long> sums = new TreeMap<>();
        for (Dispute dispute : of(statement)) {
            if (dispute.withheld) {
                dispute.claims.forEach((line, minor) -> sums.merge(line, minor, Math::addExact));
            }
        }
        return sums;
    }

    /** What of a statement is netted: its total less what is withheld (I13). */
    long nettedMinor(Statement statement) {
        long netted = statement.total();
        for (long minor : withheld(statement.statement()).values()) {
            netted = Math.subtractExact(netted, minor);
        }
        return netted;
    }

    /** The same as an exact amount. */
    Pico netted(Statement statement) {
        return Rounding.minorToPico(nettedMinor(statement), statement.minorDigits());
    }

    /** The statement's lines with what is claimed of them: claims never exceed a line. */
    DisputeSplit split(Statement statement) {
        SortedMap<DisputeSplit.ClaimKey, Long> claims = new TreeMap<>();
        for (Dispute dispute : of(statement.statement())) {
            dispute.claims.forEach(
                    (line, minor) ->
                            claims.put(new DisputeSplit.ClaimKey(dispute.name, key(line)), minor));
        }
        return new DisputeSplit(statement.statement(), originals(statement), claims);
    }

    /** The credit notes on the statement's lines: never more in all than a line was (I10). */
    CreditNotes credits(Statement statement) {
        SortedMap<String, CreditNotes.Note> notes = new TreeMap<>();
        for (Dispute dispute : of(statement.statement())) {
            if (!dispute.credited.isEmpty()) {
                notes.put(
                        dispute.name,
                        new CreditNotes.Note(
                                new CreditNotes.Resolution(dispute.name, keyed(dispute.grants)),
                                keyed(dispute.credited)));
            }
        }
        return new CreditNotes(originals(statement), notes);
    }

    /** Lines below 0 are credit notes themselves: nothing of them can be claimed. */
    private static SortedMap<String, Long> originals(Statement statement) {
        SortedMap<String, Long> lines = new TreeMap<>();
        for (int line = 0; line < statement.lines().size(); line++) {
            lines.put(key(line), Math.max(0, statement.lines().get(line).rounded()));
        }
        return lines;
    }

    static SortedMap<String, Long> keyed(SortedMap<Integer, Long> lines) {
        SortedMap<String, Long> keyed = new TreeMap<>();
        lines.forEach((line, minor) -> keyed.put(key(line), minor));
        return keyed;
    }

    static String key(int line) {
        return "%06d".formatted(line);
    }

    long nextDeadline() {
        return nextDeadline;
    }

    /** The dispute whose deadline is the next one. */
    Dispute next() {
        return disputes.values().stream()
                .filter(d -> isWaiting(d) && d.deadlineEpochNanos == nextDeadline)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no dispute has a deadline"));
    }

    private static boolean isWaiting(Dispute dispute) {
        return dispute.state != DisputeState.RESOLVED;
    }

    /** Finds the next deadline anew; to be called after every change. */
    void refresh() {
        nextDeadline = Closing.NEVER;
        for (Dispute dispute : disputes.values()) {
            if (isWaiting(dispute)) {
                nextDeadline = Math.min(nextDeadline, dispute.deadlineEpochNanos);
            }
        }
    }

    void digestInto(StateDigest digest) {
        digest.number(disputes.size());
        disputes.values().forEach(dispute -> dispute.digestInto(digest));
    }

    void saveInto(StateWriter out) {
        out.section("disputes").number(disputes.size());
        disputes.values().forEach(dispute -> dispute.saveInto(out));
    }

    void load(StateReader in) {
        in.section("disputes");
        in.list(() -> Dispute.load(in)).forEach(this::add);
        refresh();
    }
}
