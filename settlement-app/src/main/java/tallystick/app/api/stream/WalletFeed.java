package tallystick.app.api.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tallystick.app.api.wallet.EntryLine;
import tallystick.engine.LedgerEngine;
import tallystick.engine.index.IndexBehindException;
import tallystick.engine.index.WalletStep;

/** What moves one wallet, from the index: the journal of others is not read. */
final class WalletFeed implements Feed {

    private static final int AT_ONCE = 500;
    private static final long INDEX_MILLIS = 2_000;

    private final LedgerEngine engine;
    private final String wallet;
    private final int ref;
    private final String asset;
    private long position;

    WalletFeed(LedgerEngine engine, String wallet, int ref, String asset, long afterPosition) {
        this.engine = engine;
        this.wallet = wallet;
        this.ref = ref;
        this.asset = asset;
        this.position = afterPosition;
    }

    @Override
    public boolean tell(Told told) throws IOException, InterruptedException {
        long last = engine.lastDurablePosition();
        if (last <= position) {
            return false;
        }
        List<WalletStep> found = new ArrayList<>();
        try {
            engine.index().await(last, INDEX_MILLIS);
            engine.index()
                    .wallets()
                    .oldestFirst(
                            ref,
                            position + 1,
                            last + 1,
                            step ->
                                    step.move().isNothing()
                                            || (found.add(step) && found.size() < AT_ONCE));
        } catch (IndexBehindException later) {
            return false;
        }
        for (WalletStep step : found) {
            told.send(step.position(), "entry", EntryLine.of(step, wallet, asset));
            position = step.position();
        }
        boolean hasMore = found.size() == AT_ONCE;
        if (!hasMore) {
            position = last;
        }
        return hasMore;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
