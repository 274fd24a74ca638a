package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.AffirmedBy;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SettlementLeg;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.TwoPersonAct;

/** How far one window is from issued statements to finality. */
final class Closing {

    /** No deadline waits. */
    static final long NEVER = Long.MAX_VALUE;

    /**
     * One side of a statement.
     *
     * @param proposer its first person, empty when there was none
     * @param how null until it counts
     */
    record Affirmation(String proposer, @Nullable AffirmedBy how) {}

    /**
     * The first of two persons.
     *
     * @param subject what they agree to
     */
    record Proposal(String actor, String subject) {}

    final String window;
    long affirmByEpochNanos = NEVER;
    long toleranceMinor;
    String askedHash = "";
    String approvedHash = "";
    long dueByEpochNanos = NEVER;
    long valueDateEpochDay;
    String certificate = "";

    /** By {@code statement|operator}. */
    final SortedMap<String, Affirmation> affirmations = new TreeMap<>();

    final SortedMap<TwoPersonAct, Proposal> proposals = new TreeMap<>();

    /** What is called for, by {@code asset:operator}, minor units. */
    final SortedMap<String, Long> due = new TreeMap<>();

    /** What came in, by {@code asset:operator}, minor units. */
    final SortedMap<String, Long> received = new TreeMap<>();

    /** What the window has left in settlement control, by {@code asset:operator}; 0 at the end. */
    final SortedMap<String, Long> control = new TreeMap<>();

    /** What is confirmed, by UETR, minor units. */
    final SortedMap<String, Long> confirmed = new TreeMap<>();

    final List<NetPosition> positions = new ArrayList<>();
    final List<SettlementLeg> legs = new ArrayList<>();

    /** Statements that a recast took out of the window. */
    final SortedSet<String> unwound = new TreeSet<>();

    Closing(String window) {
        this.window = window;
    }

    static String side(String statement, String operator) {
        return statement + "|" + operator;
    }

    static String place(String asset, String operator) {
        return asset + ":" + operator;
    }

    /** The statements that the window settles. */
    List<Statement> netted(Window of) {
        return of.statements.stream().filter(s -> !unwound.contains(s.statement())).toList();
    }

    /** The leg of a reference, null when the window has none. */
    @Nullable SettlementLeg leg(String uetr) {
        return legs.stream().filter(leg -> leg.uetr().equals(uetr)).findFirst().orElse(null);
    }

    /** What is not confirmed of a leg yet, minor units. */
    long left(SettlementLeg leg) {
        return leg.minor() - confirmed.getOrDefault(leg.uetr(), 0L);
    }

    /** The first that has not paid in whole, as {@code asset:operator}; null when all have. */
    @Nullable String firstShort() {
        for (var call : due.entrySet()) {
            if (received.getOrDefault(call.getKey(), 0L) < call.getValue()) {
                return call.getKey();
            }
        }
        return null;
    }

    /** Moves what the window has in settlement control. */
    void control(String asset, String operator, long minor) {
        control.merge(place(asset, operator), minor, Math::addExact);
        control.remove(place(asset, operator), 0L);
    }

    void digestInto(StateDigest digest) {
        digest.text(window).number(affirmByEpochNanos).number(toleranceMinor).text(askedHash);
        digest.text(approvedHash).number(dueByEpochNanos).number(valueDateEpochDay);
        digest.text(certificate).text(affirmations.toString()).text(proposals.toString());
        digest.text(due.toString()).text(received.toString()).text(control.toString());
        digest.text(confirmed.toString()).text(positions.toString()).text(legs.toString());
        digest.text(unwound.toString());
    }

    void saveInto(StateWriter out) {
        out.text(window).number(affirmByEpochNanos).number(toleranceMinor).text(askedHash);
        out.text(approvedHash).number(dueByEpochNanos).number(valueDateEpochDay).text(certificate);
        out.number(affirmations.size());
        affirmations.forEach((side, a) -> out.text(side).text(a.proposer()).symbol(a.how()));
        out.number(proposals.size());
        proposals.forEach((act, p) -> out.symbol(act).text(p.actor()).text(p.subject()));
        for (SortedMap<String, Long> sums : List.of(due, received, control, confirmed)) {
            out.number(sums.size());
            sums.forEach((key, minor) -> out.text(key).number(minor));
        }
        out.number(positions.size());
        positions.forEach(p -> out.text(p.asset()).text(p.operator()).number(p.minor()));
        out.number(legs.size());
        for (SettlementLeg leg : legs) {
            out.number(leg.leg()).text(leg.asset()).text(leg.debtor()).text(leg.creditor());
            out.number(leg.minor()).text(leg.uetr());
        }
        out.texts(List.copyOf(unwound));
    }

    static Closing load(StateReader in) {
        Closing closing = new Closing(in.text());
        closing.affirmByEpochNanos = in.number();
        closing.toleranceMinor = in.number();
        closing.askedHash = in.text();
        closing.approvedHash = in.text();
        closing.dueByEpochNanos = in.number();
        closing.valueDateEpochDay = in.number();
        closing.certificate = in.text();
        for (int left = in.count(); left > 0; left--) {
            closing.affirmations.put(
                    in.text(), new Affirmation(in.text(), in.optionalSymbol(AffirmedBy.class)));
        }
        for (int left = in.count(); left > 0; left--) {
            closing.proposals.put(
                    in.symbol(TwoPersonAct.class), new Proposal(in.text(), in.text()));
        }
        for (SortedMap<String, Long> sums :
                List.of(closing.due, closing.received, closing.control, closing.confirmed)) {
            for (int left = in.count(); left > 0; left--) {
                sums.put(in.text(), in.number());
            }
        }
        closing.positions.addAll(in.list(() -> new NetPosition(in.text(), in.text(), in.number())));
        closing.legs.addAll(
                in.list(
                        () ->
                                new SettlementLeg(
                                        in.ref(),
                                        in.text(),
                                        in.text(),
                                        in.text(),
                                        in.number(),
                                        in.text())));
        closing.unwound.addAll(in.texts());
        return closing;
    }
}
