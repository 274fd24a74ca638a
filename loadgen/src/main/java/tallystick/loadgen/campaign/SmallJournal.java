package tallystick.loadgen.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import tallystick.domain.Answer;
import tallystick.domain.LedgerRequest;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineOptions;
import tallystick.engine.Engines;
import tallystick.engine.LedgerEngine;
import tallystick.engine.journal.ChronicleRoll;
import tallystick.engine.journal.JournalKind;
import tallystick.engine.journal.JournalOptions;

/** A journal of a few hundred frames that a real engine has written, small enough to be damaged. */
final class SmallJournal {

    private static final int KIB = 1024;

    /** A moment that Chronicle's files are named after; it stands still. */
    private static final long CLOCK_MILLIS = 1_000_000_000_000L;

    private SmallJournal() {}

    static JournalOptions options(Path data, JournalKind kind) {
        return JournalOptions.of(data.resolve("journal"), kind)
                .withSizes(32 * KIB, 128 * KIB, 128 * KIB, 16 * KIB)
                .withRoll(ChronicleRoll.MINUTELY)
                .withClock(() -> CLOCK_MILLIS);
    }

    /** Opens an engine, sends so many requests one after the other, and closes it. */
    static Promises write(Path data, JournalKind kind, int requests) throws IOException {
        Promises promises = new Promises();
        try (LedgerEngine engine = Engines.open(EngineOptions.of(options(data, kind)))) {
            write(engine, promises, requests);
        }
        return promises;
    }

    static void write(LedgerEngine engine, Promises promises, int requests) throws IOException {
        for (LedgerRequest request : CampaignWorld.setUp()) {
            ask(engine, request);
        }
        Traffic traffic = new Traffic("s0", ChildWarmUp.ENDED_EPOCH_NANOS);
        for (int number = 0; number < requests; number++) {
            promises.sent("s0", number);
            LedgerRequest request = traffic.request(number);
            Answer answer = ask(engine, request);
            promises.acknowledged("s0", number, Positions.parse(Positions.of(request, answer)));
        }
    }

    static Answer ask(LedgerEngine engine, LedgerRequest request) throws IOException {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        try {
            engine.submit(request, ChildMain.completing(answer));
        } catch (EngineBusyException busy) {
            throw new IOException("busy without any load", busy);
        }
        return answer.join();
    }
}
