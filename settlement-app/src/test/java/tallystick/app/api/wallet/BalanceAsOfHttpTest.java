package tallystick.app.api.wallet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.TestFederation;
import tallystick.app.api.TestNode;
import tallystick.app.api.TestNode.Reply;
import tallystick.app.api.usage.Events;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.ledger.WalletAsOf;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EventTail;
import tallystick.engine.JournalEntry;

/**
 * Balances on both time axes that were answered while a seeded history went on are those that a
 * fold of the whole journal gives when it is over. Seed by {@code -Dbalance.seed}.
 */
class BalanceAsOfHttpTest {

    private static final long SEED = Long.getLong("balance.seed", 20261121L);
    private static final int QUESTIONS = 1_000;
    private static final int WALLETS = 4;
    private static final long HOUR = 3_600_000_000_000L;

    private record Answer(String wallet, String asOf, String knownAt, Reply reply) {}

    private final TestNode node = TestNode.get();
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<String> wallets = new ArrayList<>();
    private final List<String> holds = new ArrayList<>();

    private String wallet() {
        return wallets.get(random.nextInt(3) == 0 ? random.nextInt(WALLETS) : 0);
    }

    private static Instant now() {
        return Instant.now();
    }

    private Instant about(Instant time) {
        return time.plusNanos(random.nextLong(-HOUR, HOUR / 4));
    }

    private void step() {
        String path = "/v1/wallets/" + wallet();
        switch (random.nextInt(8)) {
            case 0 ->
                    node.made(
                            path + "/grants",
                            "{'amount':'%d.5','asset':'EUR','kind':'%s','effective_at':'%s'}"
                                    .formatted(
                                            random.nextInt(9),
                                            random.nextBoolean() ? "paid" : "promo",
                                            about(now())));
            case 1 -> {
                Reply hold =
                        node.made(
                                path + "/holds",
                                ("{'model':'%s','factory':'%s','estimate':{'input':"
                                                + "{'uncached':100}},'slice':{'output':100},"
                                                + "'ttl':'PT1S','max_lifetime':'PT1H'}")
                                        .formatted(
                                                TestFederation.MODEL,
                                                TestFederation.factory(TestFederation.HOME)));
                if (random.nextBoolean()) {
                    holds.add(hold.at("hold"));
                }
            }
            case 2 -> {
                if (!holds.isEmpty()) {
                    // Too late for those that have expired, which is as good.
                    node.unkeyed(
                            "POST",
                            "/v1/holds/" + holds.removeLast() + "/commit",
                            "{'sequence':1,'used':{'output':{'text':50}},'final':true}");
                }
            }
            case 3 ->
                    node.post(
                            path + "/transfers",
                            "{'to_wallet':'%s','amount':'0.125','asset':'EUR'}"
                                    .formatted(wallets.get(1 + random.nextInt(WALLETS - 1))));
            default -> use();
        }
    }

    private void use() {
        List<String> events = new ArrayList<>();
        for (int i = random.nextInt(20); i >= 0; i--) {
            String id = TestNode.name("as-of-");
            String usage =
                    "'usage':{'input':{'uncached':%d},'output':{'text':%d}}"
                            .formatted(random.nextInt(9_000), random.nextInt(9_000));
            String event = TestFederation.event(wallet(), id, usage);
            events.add(
                    event.replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"" + about(now()) + "\""));
        }
        node.events(Events.batch(events.toArray(String[]::new)));
    }

    private Answer ask() {
        String wallet = wallet();
        String asOf = random.nextInt(5) == 0 ? "" : about(now()).toString();
        String knownAt =
                random.nextInt(3) == 0 && !asOf.isEmpty()
                        ? ""
                        : now().minusNanos(random.nextLong(20_000_000_000L)).toString();
        String query =
                (asOf.isEmpty() ? "" : "&as_of=" + asOf)
                        + (knownAt.isEmpty() ? "" : "&known_at=" + knownAt);
        Reply reply = node.getAsIs("/v1/wallets/" + wallet + "/balance?" + query.substring(1));
        assertEquals(200, reply.status(), reply.text());
        return new Answer(wallet, asOf, knownAt, reply);
    }

    @Test
    void whatWasAnsweredLiveIsWhatTheWholeJournalSays() {
        for (int i = 0; i < WALLETS; i++) {
            wallets.add(TestFederation.wallet("3"));
        }
        List<Answer> answers = new ArrayList<>();
        while (answers.size() < QUESTIONS) {
            if (random.nextInt(4) == 0) {
                step();
            } else {
                answers.add(ask());
            }
        }
        Set<Balance> different = new HashSet<>();
        List<Event> journal = journal();
        for (Answer answer : answers) {
            Balance expected = recomputed(journal, answer);
            different.add(expected);
            assertEquals(
                    List.of(
                            expected.posted().toDecimalString(),
                            expected.held().toDecimalString(),
                            expected.shortfall().toDecimalString()),
                    List.of(
                            answer.reply().at("posted"),
                            answer.reply().at("held"),
                            answer.reply().at("shortfall")),
                    answer + ": reproduce with -Dbalance.seed=" + SEED);
        }
        assertTrue(different.size() > QUESTIONS / 4, "they were questions worth asking");
    }

    private record Event(long position, long recorded, LedgerEvent event) {}

    private List<Event> journal() {
        List<Event> journal = new ArrayList<>();
        try (EventTail tail = node.engine().tail(-1)) {
            for (JournalEntry entry = tail.poll(); entry != null; entry = tail.poll()) {
                if (entry instanceof JournalEntry.Ledger ledger) {
                    add(ledger, journal);
                }
            }
        }
        return journal;
    }

    private static void add(JournalEntry.Ledger entry, List<Event> journal) {
        if (entry.event() instanceof UsageRecorded run) {
            for (UsageRecord usage : run.records()) {
                journal.add(
                        new Event(
                                usage.position,
                                usage.recordedEpochNanos,
                                new UsageRecorded(List.of(usage))));
            }
        } else {
            journal.add(
                    new Event(entry.firstPosition(), entry.recordedEpochNanos(), entry.event()));
        }
    }

    /** From event 1 up to the recorded time asked for, or to the last event durable then. */
    private static Balance recomputed(List<Event> journal, Answer answer) {
        WalletAsOf fold = new WalletAsOf(answer.wallet());
        long position = Long.parseLong(answer.reply().at("position"));
        long known = answer.knownAt().isEmpty() ? Long.MAX_VALUE : Rfc3339.parse(answer.knownAt());
        for (Event event : journal) {
            boolean counts =
                    answer.knownAt().isEmpty()
                            ? event.position() <= position
                            : event.recorded() <= known;
            if (counts) {
                fold.accept(event.event(), event.recorded());
            }
        }
        return fold.at(answer.asOf().isEmpty() ? Long.MAX_VALUE : Rfc3339.parse(answer.asOf()));
    }
}
