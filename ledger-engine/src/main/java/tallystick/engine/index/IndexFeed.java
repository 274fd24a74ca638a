package tallystick.engine.index;

import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.ledger.Names;
import tallystick.domain.ledger.WalletMoves.Sink;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.codec.EventDecoder;
import tallystick.engine.codec.LeafHeader;
import tallystick.engine.replay.LeafCursor;

/** Takes one event after the other into the index. One thread. */
final class IndexFeed {

    private final EventDecoder decoder;
    private final UsageIdentity identity = new UsageIdentity();
    private final UsageRecord usage = new UsageRecord();

    IndexFeed(Names names) {
        decoder = new EventDecoder(names);
    }

    /** Takes the leaf shown in; changes the state's wallets and what it keeps of the past. */
    void take(LeafCursor leaf, IndexState state, RecentRun recent) {
        long recorded = LeafHeader.recordedEpochNanos(leaf.buffer(), leaf.offset());
        recent.event(recorded);
        if (EventDecoder.isUsage(leaf.buffer(), leaf.offset())) {
            decoder.decodeUsage(leaf.buffer(), leaf.offset(), leaf.length(), usage);
            identity.identify(usage);
            recent.identity(usage.keyHi);
            state.moves().usage(usage, into(state, recent, true));
        } else if (!EventDecoder.isMessage(leaf.buffer(), leaf.offset())) {
            LedgerEvent event = decoder.decode(leaf.buffer(), leaf.offset(), leaf.length());
            take(event, recorded, state, recent);
        }
    }

    private static void take(LedgerEvent event, long recorded, IndexState state, RecentRun recent) {
        switch (event) {
            case Wallets e -> state.moves().wallets(e, recorded, into(state, recent, false));
            case Holds e -> state.moves().holds(e, recorded, into(state, recent, false));
            case UsageRecorded _,
                    LedgerEvent.Reference _,
                    LedgerEvent.Settlement _,
                    LedgerEvent.Quotas _,
                    LedgerEvent.Caps _,
                    LedgerEvent.Rerating _,
                    LedgerEvent.RequestAnswered _ -> {
                // They move no wallet's money.
            }
        }
    }

    private static Sink into(IndexState state, RecentRun recent, boolean fromRecord) {
        return (wallet, move) -> {
            state.wallets().reach(wallet);
            recent.entry(wallet, state.wallets(), move, fromRecord);
            state.wallets().apply(wallet, move, EffectiveMillis.latest(move));
        };
    }
}
