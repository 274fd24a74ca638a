package tallystick.app.api.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.TestNode;
import tallystick.app.api.contract.RawHttp.Request;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.engine.JournalEntry;
import tallystick.engine.LedgerEngine;
import tallystick.engine.index.EventReader;
import tallystick.engine.index.IndexBehindException;

/**
 * Sends requests that are spoilt, each made from a seed and its number alone, and holds each answer
 * to what is promised: it keeps the contract, is no 5xx but a 503 that says why, tells nothing of
 * the program's inside, and a refusal leaves nothing in the journal but that it was given.
 */
final class SchemaFuzz implements AutoCloseable {

    private static final Pattern INSIDE =
            Pattern.compile(
                    "Exception|\\bat"
                        + " [a-z]+(\\.[a-zA-Z]+)+\\(|java\\.|jakarta\\.|org\\.(spring|apache)|tallystick\\.(app|domain|engine|projections)|(?i:stack"
                        + " ?trace|<html)");

    /** Each takes as long as the tables are large: one in so many of them is sent. */
    private static final Set<String> SLOW =
            Set.of("rebuildProjection", "checkProjections", "retryParked");

    /** What the program does by itself, going on with what was accepted before. */
    private static final Set<String> BY_ITSELF =
            Set.of(
                    "UsageRecorded",
                    "RequestAnswered",
                    "HoldExpired",
                    "GrantExpired",
                    "GrantExpiring");

    private static final int SLOW_SHARE = 4;
    private static final String LEFT = "a refusal left ";
    private static final int ATTEMPTS = 3;
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long INDEX_MILLIS = 10_000;

    private final LedgerEngine engine;
    private final Contract contract = ContractWatch.contract();
    private final RawHttp http;
    private final List<Exchange> good;
    private final long seed;
    private final SortedMap<String, int[]> byOperation = new TreeMap<>();
    private final SortedMap<Integer, Integer> byStatus = new TreeMap<>();

    /**
     * @param good requests that went well, one of each operation at least
     */
    SchemaFuzz(TestNode node, List<Exchange> good, long seed) {
        this.good = good;
        this.seed = seed;
        engine = node.engine();
        http = new RawHttp(node.port());
    }

    /**
     * Sends the request of a number.
     *
     * @return what is wrong with what came back, in one line that also says how to see it again;
     *     null when nothing is
     */
    @Nullable String run(int index) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
        Exchange base = good.get(random.nextInt(good.size()));
        ContractOperation operation = contract.find(base.method(), base.path());
        while (operation == null
                || (SLOW.contains(operation.id()) && random.nextInt(SLOW_SHARE) > 0)) {
            base = good.get(random.nextInt(good.size()));
            operation = contract.find(base.method(), base.path());
        }
        Request request = new RequestMutator(random).mutated(base, operation.id());
        String wrong;
        try {
            wrong = wrong(request, operation.id());
        } catch (IOException | IndexBehindException broken) {
            wrong = broken + " " + request.method() + " " + request.target();
        }
        return wrong == null
                ? null
                : "-Dtallystick.fuzz.seed=%d -Dtallystick.fuzz.only=%d: %s"
                        .formatted(seed, index, wrong);
    }

    private @Nullable String wrong(Request request, String operation)
            throws IOException, InterruptedException, IndexBehindException {
        long before = engine.lastDurablePosition();
        Exchange exchange = http.send(request);
        byStatus.merge(exchange.status(), 1, Integer::sum);
        boolean refused = exchange.status() >= 400;
        byOperation.computeIfAbsent(operation, _ -> new int[2])[refused ? 1 : 0]++;
        List<String> found = new ArrayList<>(contract.violations(exchange));
        if (exchange.status() >= 500 && exchange.status() != 503) {
            found.add("a fault of the server's");
        }
        if (refused && INSIDE.matcher(exchange.answerText()).find()) {
            found.add("it tells of the program's inside");
        }
        if (refused) {
            found.addAll(changes(request, before));
        }
        return found.isEmpty() ? null : String.join("; ", found) + " in " + exchange;
    }

    /**
     * What a refused request left behind. Where something was, others may have done it, such as a
     * process that goes on with what was accepted before: then it is asked again in quiet.
     */
    private List<String> changes(Request request, long before)
            throws IOException, InterruptedException, IndexBehindException {
        List<String> found = changesSince(before);
        for (int attempt = 1; attempt < ATTEMPTS && mayBeOthers(found); attempt++) {
            long quiet = quietPosition();
            Exchange again =
                    http.send(
                            request.headers().stream()
                                            .anyMatch(
                                                    h ->
                                                            h[0].equals("Idempotency-Key")
                                                                    && h[1].startsWith("fuzz-"))
                                    ? request.with("Idempotency-Key", "fuzz-" + System.nanoTime())
                                    : request);
            if (again.status() < 400) {
                return List.of();
            }
            found = changesSince(quiet);
        }
        return found;
    }

    private static boolean mayBeOthers(List<String> found) {
        return !found.isEmpty()
                && BY_ITSELF.containsAll(found.stream().map(SchemaFuzz::eventOf).toList());
    }

    private static String eventOf(String finding) {
        return finding.substring(LEFT.length()).split("\\[", 2)[0];
    }

    private List<String> changesSince(long before)
            throws InterruptedException, IndexBehindException {
        List<String> found = new ArrayList<>();
        long now = engine.lastDurablePosition();
        if (now == before) {
            return found;
        }
        engine.index().await(now, INDEX_MILLIS);
        try (EventReader reader = engine.index().reader()) {
            for (long position = before + 1; position <= now; position++) {
                JournalEntry entry = reader.at(position);
                boolean isOnlyTheAnswer =
                        entry instanceof JournalEntry.Ledger(_, _, _, RequestAnswered answered)
                                && answered.refusal() != null;
                if (!isOnlyTheAnswer) {
                    found.add(LEFT + told(entry));
                }
            }
        }
        return found;
    }

    private static String told(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Ledger of when of.event() instanceof UsageRecorded -> "UsageRecorded";
            case JournalEntry.Ledger of -> of.event().toString();
            case JournalEntry.Application of -> of.message().payloadType();
        };
    }

    private long quietPosition() {
        long position = engine.lastDurablePosition();
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            if (engine.lastDurablePosition() != position) {
                position = engine.lastDurablePosition();
                since = System.nanoTime();
            }
        }
        return position;
    }

    /** How many were carried out and refused, by operation that they were made from. */
    SortedMap<String, int[]> byOperation() {
        return byOperation;
    }

    /** How many answers had a status. */
    SortedMap<Integer, Integer> byStatus() {
        return byStatus;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
