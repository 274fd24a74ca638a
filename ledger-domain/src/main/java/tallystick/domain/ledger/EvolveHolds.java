package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.HoldReservation;
import tallystick.domain.HoldState;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.Holds.HoldCommitted;
import tallystick.domain.LedgerEvent.Holds.HoldExpired;
import tallystick.domain.LedgerEvent.Holds.HoldExtended;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.LedgerEvent.Holds.HoldReleased;
import tallystick.domain.rating.TariffVersion;

/** What authorisations do to the state: all legs of a hold move together. */
final class EvolveHolds {

    private final LedgerState state;

    EvolveHolds(LedgerState state) {
        this.state = state;
    }

    void apply(Holds event, long position) {
        switch (event) {
            case HoldOpened e -> opened(e, position);
            case HoldExtended e -> extended(e, position);
            case HoldCommitted e -> committed(e, position);
            case HoldReleased e -> released(e, position);
            case HoldExpired e -> expired(e);
        }
    }

    private void opened(HoldOpened event, long position) {
        long now = state.lastRecordedEpochNanos();
        state.holds.archive(now);
        int factory = state.names.factories.refOf(event.terms().factory());
        TariffVersion wholesale =
                event.interOperatorTariff().isEmpty()
                        ? null
                        : state.tariffs.version(event.interOperatorTariff());
        Hold hold =
                state.holdOf(
                        event.terms(),
                        factory,
                        state.tariffs.version(event.tariff()),
                        wholesale,
                        now);
        hold.validUntilEpochNanos = event.validUntilEpochNanos();
        state.holds.open(hold);
        state.quotas.countRequest(hold, now);
        grant(hold, event.reservation(), event.grantedOutputTokens(), event.last());
        exchange(hold, new LedgerCommand.Holds.OpenHold(event.terms()), position);
    }

    private void extended(HoldExtended event, long position) {
        Hold hold = hold(event.hold());
        state.changeLegs(hold, () -> report(hold, event.usedTokens()));
        state.holds.prolong(hold, event.validUntilEpochNanos());
        grant(hold, event.reservation(), event.grantedOutputTokens(), event.last());
        hold.sequence = event.sequence();
        exchange(
                hold,
                new LedgerCommand.Holds.ExtendHold(
                        event.hold(), event.sequence(), event.usedTokens(), event.sliceTokens()),
                position);
    }

    private void grant(Hold hold, HoldReservation reservation, long outputTokens, boolean last) {
        state.changeLegs(
                hold,
                () -> {
                    state.holds.reserve(hold, reservation);
                    hold.granted = true;
                    hold.grantedOutputTokens =
                            Math.max(Hold.output(hold.used), Hold.output(hold.charged))
                                    + outputTokens;
                });
        hold.last = last;
        long change =
                state.tariffs.nextChange(
                        state.tariffs.tariffOf(hold.retail), state.lastRecordedEpochNanos());
        hold.tariffChangeAtEpochNanos = change < hold.closesAtEpochNanos() ? change : 0;
    }

    private void committed(HoldCommitted event, long position) {
        Hold hold = hold(event.hold());
        boolean late = !hold.isOpen();
        state.changeLegs(
                hold,
                () -> {
                    report(hold, event.usedTokens());
                    System.arraycopy(hold.used, 0, hold.committed, 0, hold.used.length);
                    if (!late && event.last()) {
                        state.holds.close(
                                hold, HoldState.COMMITTED, state.lastRecordedEpochNanos());
                    }
                });
        hold.settledLate |= late;
        hold.sequence = event.sequence();
        exchange(
                hold,
                new LedgerCommand.Holds.CommitHold(
                        event.hold(), event.sequence(), event.usedTokens(), event.last()),
                position);
    }

    private void released(HoldReleased event, long position) {
        Hold hold = hold(event.hold());
        state.changeLegs(
                hold,
                () -> state.holds.close(hold, HoldState.RELEASED, state.lastRecordedEpochNanos()));
        hold.sequence = event.sequence();
        exchange(
                hold,
                new LedgerCommand.Holds.ReleaseHold(event.hold(), event.sequence(), event.reason()),
                position);
    }

    private void expired(HoldExpired event) {
        Hold hold = hold(event.hold());
        if (hold.terms.onExpiry() == OnExpiry.COMMIT_REPORTED) {
            System.arraycopy(hold.used, 0, hold.committed, 0, hold.used.length);
        }
        state.changeLegs(
                hold, () -> state.holds.close(hold, HoldState.EXPIRED, hold.validUntilEpochNanos));
    }

    private static void report(Hold hold, List<Long> usedTokens) {
        for (int i = 0; i < hold.used.length; i++) {
            hold.used[i] = usedTokens.get(i);
        }
    }

    private void exchange(Hold hold, LedgerCommand.Holds message, long position) {
        hold.exchanges.add(
                new Hold.Exchange(
                        message,
                        hold.answer(
                                state.names.tariffVersions.nameOf(hold.retail.ref()),
                                state.names.assets.nameOf(hold.retail.assetRef())),
                        position));
    }

    private Hold hold(String name) {
        Hold hold = state.holds.find(name);
        if (hold == null) {
            throw new IllegalStateException("event of an unknown hold " + name);
        }
        return hold;
    }
}
