package tallystick.projections.check;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import tallystick.domain.GrantShare;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldState;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/** Holds by name; every change of what is set aside is put to the wallet at once. */
final class NaiveHolds {

    private static final long KEPT_NANOS = Duration.ofDays(40).toNanos();

    private final NaiveTable holds = new NaiveTable("wallet_hold", "hold_name");
    private final Deque<String> closed = new ArrayDeque<>();
    private final NaiveTable wallets;

    NaiveHolds(NaiveTable wallets) {
        this.wallets = wallets;
    }

    NaiveTable table() {
        return holds;
    }

    void use(UsageRecord usage, long position) {
        if (usage.hold != null && holds.has(usage.hold)) {
            NaiveTable.Row hold = holds.row(usage.hold).add("charged", whole(usage.retail()));
            reserve(hold, hold.number("reserved").subtract(whole(usage.setAside())), position);
        }
    }

    void apply(Holds event, long position, long recordedEpochNanos) {
        switch (event) {
            case Holds.HoldOpened opened -> open(opened, position, recordedEpochNanos);
            case Holds.HoldExtended e -> {
                NaiveTable.Row hold =
                        holds.row(e.hold())
                                .set("sequence", e.sequence())
                                .set("valid_until_epoch_nanos", e.validUntilEpochNanos());
                reserve(hold, amount(e.reservation()), position);
            }
            case Holds.HoldCommitted e -> {
                NaiveTable.Row hold = holds.row(e.hold()).set("sequence", e.sequence());
                if (e.last() && hold.text("state").equals("OPEN")) {
                    close(e.hold(), HoldState.COMMITTED, position, recordedEpochNanos);
                }
                reserve(hold, hold.number("reserved"), position);
            }
            case Holds.HoldReleased e -> {
                holds.row(e.hold()).set("sequence", e.sequence());
                close(e.hold(), HoldState.RELEASED, position, recordedEpochNanos);
            }
            case Holds.HoldExpired e ->
                    close(e.hold(), HoldState.EXPIRED, position, recordedEpochNanos);
        }
    }

    private void open(Holds.HoldOpened event, long position, long recordedEpochNanos) {
        NaiveTable.Row hold =
                holds.row(event.hold())
                        .set("wallet", event.terms().wallet())
                        .set("model", event.terms().model())
                        .set("factory", event.terms().factory())
                        .set("tariff", event.tariff())
                        .set("state", HoldState.OPEN)
                        .set("sequence", 0)
                        .set("reserved", 0)
                        .set("charged", 0)
                        .set("valid_until_epoch_nanos", event.validUntilEpochNanos())
                        .set("opened_epoch_nanos", recordedEpochNanos)
                        .set("closed_epoch_nanos", 0)
                        .set("opened_position", position);
        reserve(hold, amount(event.reservation()), position);
        dropClosedBefore(recordedEpochNanos - KEPT_NANOS);
    }

    /** Time never runs backwards in the journal: those that closed first go first. */
    private void dropClosedBefore(long epochNanos) {
        BigInteger before = BigInteger.valueOf(epochNanos);
        while (!closed.isEmpty()
                && holds.row(closed.getFirst()).number("closed_epoch_nanos").compareTo(before)
                        < 0) {
            holds.remove(closed.removeFirst());
        }
    }

    private void close(String name, HoldState state, long position, long recordedEpochNanos) {
        NaiveTable.Row hold = holds.row(name);
        closed.add(name);
        hold.set("state", state).set("closed_epoch_nanos", recordedEpochNanos);
        reserve(hold, BigInteger.ZERO, position);
    }

    private void reserve(NaiveTable.Row hold, BigInteger amount, long position) {
        wallets.row(hold.text("wallet"))
                .add("held", amount.subtract(hold.number("reserved")))
                .set("position", position);
        hold.set("reserved", amount).set("position", position);
    }

    private static BigInteger amount(HoldReservation reservation) {
        BigInteger sum = whole(reservation.overdraft());
        for (GrantShare share : reservation.shares()) {
            sum = sum.add(whole(share.amount()));
        }
        return sum;
    }

    private static BigInteger whole(Pico amount) {
        return amount.toBigInteger();
    }
}
