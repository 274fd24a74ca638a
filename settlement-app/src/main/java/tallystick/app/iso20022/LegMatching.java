package tallystick.app.iso20022;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What bank entries say of payments that were instructed. A pure function: the order of entries
 * does not matter, and an entry that is reported again (in another notification, or in the
 * statement of the day) counts once.
 *
 * @param legs every leg, by UETR
 * @param unmatched booked entries of the side that counts without a known UETR: somebody must look
 * @param mismatched booked entries of a leg in another currency than it was instructed in
 * @param pending announced, not booked: they do not count yet
 */
public record LegMatching(
        SortedMap<Uetr, Leg> legs,
        List<CashEntry> unmatched,
        List<CashEntry> mismatched,
        List<CashEntry> pending) {

    /** How far a leg has come. */
    public enum State {
        /** Nothing was booked, or all of it was taken back. */
        OPEN,
        /** Less was booked than is due. */
        PARTIAL,
        /** What is due was booked. */
        SETTLED,
        /** More was booked than is due. */
        EXCESS
    }

    /**
     * A leg and what was booked of it.
     *
     * @param bookedMinorUnits Σ booked less what was taken back
     */
    public record Leg(PaymentLeg leg, long bookedMinorUnits, List<CashEntry> entries) {

        public Leg {
            entries = List.copyOf(entries);
        }

        /** How far it has come. */
        public State state() {
            int compared = Long.compare(bookedMinorUnits, leg.amount().minorUnits());
            if (bookedMinorUnits <= 0) {
                return State.OPEN;
            }
            return compared < 0 ? State.PARTIAL : compared == 0 ? State.SETTLED : State.EXCESS;
        }
    }

    /** What tells a booking from every other: whoever has no reference is told by its content. */
    private record Booking(
            String account,
            @Nullable Uetr uetr,
            @Nullable String bankReference,
            CurrencyAmount amount,
            boolean isCredit,
            boolean isReversal) {}

    public LegMatching {
        legs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(legs));
        unmatched = List.copyOf(unmatched);
        mismatched = List.copyOf(mismatched);
        pending = List.copyOf(pending);
    }

    /**
     * Matches.
     *
     * @param legs each UETR once
     * @param countsCredits whether bookings of credit settle a leg (accounts of those who are
     *     paid), or those of debit (accounts of those who pay); the other side of the same payment
     *     is passed over
     * @throws MessageFault when two legs have one UETR
     */
    public static LegMatching of(
            Collection<PaymentLeg> legs, Collection<CashEntry> entries, boolean countsCredits) {
        SortedMap<Uetr, PaymentLeg> known = new TreeMap<>();
        for (PaymentLeg leg : legs) {
            PaymentLeg other = known.put(leg.uetr(), leg);
            MessageFault.require(other == null, "UETR", "must be another of each leg");
        }
        SortedMap<Uetr, List<CashEntry>> booked = new TreeMap<>();
        List<CashEntry> unmatched = new ArrayList<>();
        List<CashEntry> mismatched = new ArrayList<>();
        List<CashEntry> pending = new ArrayList<>();
        Set<Booking> counted = new HashSet<>();
        for (CashEntry entry : entries) {
            // A reversal stands on the other side of what it takes back.
            boolean counts = (entry.isCredit() != entry.isReversal()) == countsCredits;
            if (!counts) {
                continue;
            }
            if (!entry.isBooked()) {
                pending.add(entry);
                continue;
            }
            if (!counted.add(booking(entry))) {
                continue;
            }
            PaymentLeg leg = entry.uetr() == null ? null : known.get(entry.uetr());
            if (leg == null) {
                unmatched.add(entry);
            } else if (!leg.amount().currency().equals(entry.amount().currency())) {
                mismatched.add(entry);
            } else {
                booked.computeIfAbsent(leg.uetr(), _ -> new ArrayList<>()).add(entry);
            }
        }
        SortedMap<Uetr, Leg> result = new TreeMap<>();
        for (Map.Entry<Uetr, PaymentLeg> leg : known.entrySet()) {
            List<CashEntry> own = booked.getOrDefault(leg.getKey(), List.of());
            result.put(leg.getKey(), new Leg(leg.getValue(), sum(own), own));
        }
        return new LegMatching(result, unmatched, mismatched, pending);
    }

    private static Booking booking(CashEntry entry) {
        return new Booking(
                entry.account(),
                entry.uetr(),
                entry.bankReference(),
                entry.amount(),
                entry.isCredit(),
                entry.isReversal());
    }

    private static long sum(List<CashEntry> entries) {
        BigInteger sum = BigInteger.ZERO;
        for (CashEntry entry : entries) {
            BigInteger amount = BigInteger.valueOf(entry.amount().minorUnits());
            sum = entry.isReversal() ? sum.subtract(amount) : sum.add(amount);
        }
        return sum.longValueExact();
    }
}
