package tallystick.domain.ledger;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.domain.settlement.DisputeState;
import tallystick.domain.settlement.LineAmount;

/** One dispute over lines of a statement. */
final class Dispute {

    final String name;
    final String window;
    final String statement;
    final String claimant;

    /** Whether what is claimed stayed out of the window's netting. */
    final boolean withheld;

    /** Minor units by line. */
    final SortedMap<Integer, Long> claims = new TreeMap<>();

    /** What is to be credited, minor units by line. */
    final SortedMap<Integer, Long> grants = new TreeMap<>();

    /** What was credited, minor units by line: at most what was granted. */
    final SortedMap<Integer, Long> credited = new TreeMap<>();

    DisputeState state = DisputeState.OPENED;
    long deadlineEpochNanos;

    Dispute(String name, String window, String statement, String claimant, boolean withheld) {
        this.name = name;
        this.window = window;
        this.statement = statement;
        this.claimant = claimant;
        this.withheld = withheld;
    }

    static void put(SortedMap<Integer, Long> into, List<LineAmount> lines) {
        into.clear();
        lines.forEach(line -> into.put(line.line(), line.minor()));
    }

    static List<LineAmount> lines(SortedMap<Integer, Long> amounts) {
        return amounts.entrySet().stream()
                .filter(line -> line.getValue() > 0)
                .map(line -> new LineAmount(line.getKey(), line.getValue()))
                .toList();
    }

    long claimed() {
        return claims.values().stream().mapToLong(Long::longValue).sum();
    }

    void digestInto(StateDigest digest) {
        digest.text(name).text(window).text(statement).text(claimant).number(withheld ? 1 : 0);
        digest.text(claims.toString()).text(grants.toString()).text(credited.toString());
        digest.text(state.name()).number(deadlineEpochNanos);
    }

    void saveInto(StateWriter out) {
        out.text(name).text(window).text(statement).text(claimant).flag(withheld);
        out.symbol(state).number(deadlineEpochNanos);
        for (SortedMap<Integer, Long> lines : List.of(claims, grants, credited)) {
            out.number(lines.size());
            lines.forEach((line, minor) -> out.number(line).number(minor));
        }
    }

    static Dispute load(StateReader in) {
        Dispute dispute = new Dispute(in.text(), in.text(), in.text(), in.text(), in.flag());
        dispute.state = in.symbol(DisputeState.class);
        dispute.deadlineEpochNanos = in.number();
        for (SortedMap<Integer, Long> lines :
                List.of(dispute.claims, dispute.grants, dispute.credited)) {
            for (int left = in.count(); left > 0; left--) {
                lines.put(in.ref(), in.number());
            }
        }
        return dispute;
    }
}
