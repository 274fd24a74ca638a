package tallystick.engine.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.WalletAsOf;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;

/** What the index says, by reading the whole journal for each question. */
final class NaiveIndex {

    /** One event of the ledger. */
    record Event(long position, long recorded, LedgerEvent event) {}

    private final List<Event> events = new ArrayList<>();
    private final Map<List<String>, Long> identities = new HashMap<>();
    private long last = -1;

    NaiveIndex(LedgerEngine engine) {
        for (JournalEntry entry : EngineFixture.entries(engine, -1)) {
            last = entry.lastPosition();
            if (entry instanceof JournalEntry.Ledger ledger
                    && ledger.event() instanceof UsageRecorded run) {
                for (UsageRecord usage : run.records()) {
                    UsageRecorded one = new UsageRecorded(List.of(usage));
                    events.add(new Event(usage.position, usage.recordedEpochNanos, one));
                    identities.put(List.of(usage.source, usage.id), usage.position);
                }
            } else if (entry instanceof JournalEntry.Ledger ledger) {
                events.add(
                        new Event(
                                ledger.firstPosition(),
                                ledger.recordedEpochNanos(),
                                ledger.event()));
            }
        }
    }

    List<Event> events() {
        return events;
    }

    long lastPosition() {
        return last;
    }

    Balance balance(String wallet, long asOf, long known) {
        WalletAsOf fold = new WalletAsOf(wallet);
        for (Event event : events) {
            if (event.position() <= known) {
                fold.accept(event.event(), event.recorded());
            }
        }
        return fold.at(asOf);
    }

    /** Events at which the wallet's balance changed, with the balance from there on. */
    List<Event> moves(String wallet, List<Balance> after) {
        WalletAsOf fold = new WalletAsOf(wallet);
        List<Event> moves = new ArrayList<>();
        Balance before = Balance.ZERO;
        for (Event event : events) {
            if (event.event() instanceof UsageRecorded run
                    && !run.records().getFirst().wallet.equals(wallet)) {
                continue;
            }
            fold.accept(event.event(), event.recorded());
            Balance now = fold.at(Long.MAX_VALUE);
            if (!now.equals(before)) {
                moves.add(event);
                after.add(now);
                before = now;
            }
        }
        return moves;
    }

    long find(String source, String id) {
        return identities.getOrDefault(List.of(source, id), -1L);
    }

    long firstAt(long recorded) {
        for (Event event : events) {
            if (event.recorded() >= recorded) {
                return event.position();
            }
        }
        return last + 1;
    }
}
