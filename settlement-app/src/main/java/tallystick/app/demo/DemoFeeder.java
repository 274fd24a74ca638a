package tallystick.app.demo;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.loadgen.trace.TraceCursor;
import tallystick.loadgen.trace.TraceRow;
import tallystick.loadgen.trace.TraceSource;

/**
 * Sends every row of the trace as usage, and among it what a real day has too: events sent twice,
 * and events that cannot be priced.
 */
final class DemoFeeder {

    /** One in so many rows is followed by events that cannot be priced, one of each kind. */
    private static final long UNPRICEABLE_EVERY = 400;

    /** One in so many rows has an earlier event sent again. */
    private static final long DUPLICATE_EVERY = 200;

    private static final int UNPRICEABLE_KINDS = 3;

    /** What is done when all usage of a window is sent. */
    interface WindowEnd {
        /**
         * Closes it.
         *
         * @param window from 0
         */
        void reached(int window) throws IOException, InterruptedException;
    }

    private final UsageFeed feed;
    private final DemoMonth month;
    private final WindowEnd end;
    private final DemoTraffic traffic;
    private final DemoBook book = new DemoBook();
    private final DemoWallet homeOnly;
    private long duplicatesOwed;
    private long duplicatesSent;
    private long unpriceableSent;

    DemoFeeder(
            UsageFeed feed,
            DemoTraffic traffic,
            List<DemoWallet> wallets,
            DemoMonth month,
            WindowEnd end) {
        this.feed = feed;
        this.month = month;
        this.end = end;
        this.traffic = traffic;
        this.homeOnly = wallets.stream().filter(DemoWallet::homeOnly).findFirst().orElseThrow();
    }

    /** How many events a trace of {@code rows} rows makes, injected ones included. */
    static long eventsFor(long rows) {
        return rows
                + (rows + DUPLICATE_EVERY - 1) / DUPLICATE_EVERY
                + (rows + UNPRICEABLE_EVERY - 1) / UNPRICEABLE_EVERY * UNPRICEABLE_KINDS;
    }

    /**
     * Sends the whole trace, closing each window when its usage is answered. Usage that ended in a
     * window already closed is of the open one.
     */
    UsageOutcomes feed(TraceSource trace) throws IOException, InterruptedException {
        int open = 0;
        try (TraceCursor rows = trace.open()) {
            for (TraceRow row = rows.next(); row != null; row = rows.next()) {
                UsageLine line = traffic.next(row);
                for (int due = month.windowOf(line.endedEpochNanos()); open < due; open++) {
                    feed.drain();
                    end.reached(open);
                }
                book.add(line, DemoMonth.name(open));
                feed.offer(new UsageItem(line.toJson(), UsageItem.Expected.ACCEPTED));
                inject(line);
            }
        }
        UsageOutcomes outcomes = feed.drain();
        while (duplicatesOwed > 0) {
            if (!repeatOne()) {
                throw new IOException("nothing recorded that could be sent again");
            }
        }
        feed.drain();
        for (; open < month.windows(); open++) {
            end.reached(open);
        }
        return outcomes;
    }

    /** What was sent so far. */
    DemoSent sent() {
        return new DemoSent(book, duplicatesSent, unpriceableSent);
    }

    private void inject(UsageLine line) throws IOException, InterruptedException {
        if (line.number() % UNPRICEABLE_EVERY == 0) {
            String id = "odd-" + line.number();
            String wallet = line.wallet().name();
            String model = line.model().wireName();
            suspend(line.toJson(id + "-wallet", "wal-nobody", model));
            suspend(line.toJson(id + "-model", wallet, "model-nobody-registered"));
            suspend(abroad(line).toJson(id + "-residency", homeOnly.name(), model));
        }
        if (line.number() % DUPLICATE_EVERY == 0) {
            duplicatesOwed++;
        }
        if (duplicatesOwed > 0) {
            repeatOne();
        }
    }

    private void suspend(String event) throws IOException, InterruptedException {
        unpriceableSent++;
        feed.offer(new UsageItem(event, UsageItem.Expected.SUSPENDED));
    }

    private boolean repeatOne() throws IOException, InterruptedException {
        @Nullable String recorded = feed.pollRecorded();
        if (recorded == null) {
            return false;
        }
        duplicatesOwed--;
        duplicatesSent++;
        feed.offer(new UsageItem(recorded, UsageItem.Expected.DUPLICATE));
        return true;
    }

    /** The same usage by a wallet that may not leave its country, served in another one. */
    private UsageLine abroad(UsageLine line) {
        DemoOperator[] operators = DemoOperator.values();
        DemoOperator serving = operators[(homeOnly.home().ordinal() + 1) % operators.length];
        return new UsageLine(
                line.number(),
                line.endedEpochNanos(),
                homeOnly,
                serving,
                serving.factories().getFirst(),
                line.model(),
                line.uncached(),
                line.cacheRead(),
                line.text(),
                line.reasoning());
    }
}
