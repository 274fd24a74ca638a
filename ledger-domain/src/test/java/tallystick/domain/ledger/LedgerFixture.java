package tallystick.domain.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tallystick.domain.AgreementTerms;
import tallystick.domain.Decision;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldTerms;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerRequest;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageHistory;
import tallystick.domain.usage.UsageIdentity;
import tallystick.domain.usage.UsageRecord;

/** A ledger to tell stories with: given this, when that, then so. Keeps every event for replay. */
final class LedgerFixture {

    static final long START = nanos("2026-11-20T00:00:00Z");
    static final String MODEL = "llama-3.3-70b";

    record Journaled(long position, long recordedEpochNanos, LedgerEvent event) {}

    LedgerState state = new LedgerState(history());
    final List<Journaled> journal = new ArrayList<>();
    private final UsageIdentity identity = new UsageIdentity();
    private long now = START;
    private boolean checksReads = true;

    /** Whether each run is decided again from its events: not those of setting up. */
    private boolean redecides;

    /** How often the journal was searched for an old record. */
    int searches;

    static long nanos(String instant) {
        Instant time = Instant.parse(instant);
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }

    /**
     * Two operators, their retail tariffs and IOTs, both agreements, a tenant each, an open window.
     */
    static LedgerFixture federation() {
        return onboard(new LedgerFixture());
    }

    /** The same without comparing digests around every decision, for tests that need many. */
    static LedgerFixture quickFederation() {
        LedgerFixture f = new LedgerFixture();
        f.checksReads = false;
        return onboard(f);
    }

    /** A federation whose ledger knows so few records of numbering sources by identity. */
    static LedgerFixture federation(int recent) {
        LedgerFixture f = new LedgerFixture();
        f.state = new LedgerState(f.history(), recent);
        return onboard(f);
    }

    /** The journal as a ledger asks it. */
    UsageHistory history() {
        return new UsageHistory() {
            @Override
            public UsageRecord at(long position) {
                return recorded(position);
            }

            @Override
            public long find(UsageRecord usage, long firstPosition, long lastPosition) {
                searches++;
                return journal.stream()
                        .filter(j -> firstPosition <= j.position() && j.position() <= lastPosition)
                        .filter(j -> isThat(j.event(), usage))
                        .mapToLong(Journaled::position)
                        .findFirst()
                        .orElse(-1);
            }
        };
    }

    private static boolean isThat(LedgerEvent event, UsageRecord usage) {
        return event instanceof LedgerEvent.UsageRecorded run
                && run.records().getFirst().source.equals(usage.source)
                && run.records().getFirst().id.equals(usage.id);
    }

    private static LedgerFixture onboard(LedgerFixture f) {
        f.given(new LedgerCommand.Reference.RegisterOperator("op-kr", "KR", "KRW", ""));
        f.given(new LedgerCommand.Reference.RegisterOperator("op-fr", "FR", "EUR", ""));
        f.given(new LedgerCommand.Reference.RegisterFactory("kr-sejong-1", "op-kr", "KR"));
        f.given(new LedgerCommand.Reference.RegisterFactory("fr-paris-1", "op-fr", "FR"));
        f.given(new LedgerCommand.Reference.RegisterModel(MODEL));
        f.given(new LedgerCommand.Reference.RegisterTenant("tnt-kr", "op-kr"));
        f.given(new LedgerCommand.Reference.RegisterTenant("tnt-fr", "op-fr"));
        f.given(f.tariff("retail-kr", TariffKind.RETAIL, "op-kr", "KRW", 500_000_000L));
        f.given(f.tariff("retail-fr", TariffKind.RETAIL, "op-fr", "EUR", 500_000L));
        f.given(f.tariff("iot-kr", TariffKind.INTER_OPERATOR, "op-kr", "KRW", 300_000_000L));
        f.given(f.tariff("iot-fr", TariffKind.INTER_OPERATOR, "op-fr", "EUR", 300_000L));
        f.given(f.agreement("kr-fr", "op-kr", "op-fr", "iot-fr"));
        f.given(f.agreement("fr-kr", "op-fr", "op-kr", "iot-kr"));
        f.given(new LedgerCommand.Settlement.OpenWindow("w1", "daily", START - 1));
        f.given(f.wallet("wal-kr", "tnt-kr", "KRW", "retail-kr", "0"));
        f.given(f.wallet("wal-fr", "tnt-fr", "EUR", "retail-fr", "0"));
        f.redecides = true;
        return f;
    }

    LedgerCommand tariff(
            String tariff, TariffKind kind, String operator, String asset, long outputPrice) {
        List<PriceLine> prices =
                List.of(
                        price(TokenClass.INPUT_UNCACHED, outputPrice / 4),
                        price(TokenClass.INPUT_CACHE_READ, outputPrice / 20),
                        price(TokenClass.OUTPUT_TEXT, outputPrice),
                        price(TokenClass.OUTPUT_REASONING, outputPrice));
        return new LedgerCommand.Reference.PublishTariff(
                new TariffTerms(
                        tariff, kind, operator, asset, "UTC", START - 1, Pico.ZERO, prices));
    }

    static PriceLine price(TokenClass tokenClass, long pico) {
        return new PriceLine(MODEL, tokenClass, PriceLine.ANY, pico);
    }

    LedgerCommand agreement(String name, String home, String serving, String tariff) {
        return new LedgerCommand.Reference.ConcludeAgreement(
                new AgreementTerms(name, home, serving, tariff, "daily", START - 1));
    }

    LedgerCommand wallet(
            String wallet, String tenant, String asset, String tariff, String overdraft) {
        return new LedgerCommand.Wallets.OpenWallet(
                new WalletTerms(wallet, tenant, asset, tariff, Pico.parse(overdraft), List.of()));
    }

    LedgerCommand grant(String grant, String wallet, String amount, GrantKind kind) {
        return new LedgerCommand.Wallets.IssueGrant(
                new GrantTerms(
                        grant,
                        wallet,
                        Pico.parse(amount),
                        wallet.endsWith("kr") ? "KRW" : "EUR",
                        kind,
                        100,
                        START - 1,
                        GrantTerms.NEVER));
    }

    /** A hold of home traffic: 100 uncached in expected, slices of 10 out, 60 s at a time. */
    static HoldTerms hold(String hold, String wallet) {
        String factory = wallet.endsWith("kr") ? "kr-sejong-1" : "fr-paris-1";
        return hold(hold, wallet, factory, 100, 10, HoldTerms.OnExpiry.COMMIT_REPORTED);
    }

    static HoldTerms hold(
            String hold,
            String wallet,
            String factory,
            long input,
            long slice,
            HoldTerms.OnExpiry onExpiry) {
        return new HoldTerms(
                hold,
                wallet,
                MODEL,
                factory,
                null,
                List.of(input, 0L, 0L, 0L, 0L, 0L),
                slice,
                60_000_000_000L,
                3_600_000_000_000L,
                onExpiry);
    }

    /** Cumulative tokens: uncached in and text out. */
    static List<Long> used(long input, long output) {
        return List.of(input, 0L, 0L, 0L, 0L, 0L, output, 0L, 0L, 0L);
    }

    /** Opens a hold that must be admitted; what it is told. */
    HoldAnswer opened(HoldTerms terms) {
        given(new LedgerCommand.Holds.OpenHold(terms));
        return answer(terms.hold());
    }

    HoldAnswer answer(String hold) {
        return Objects.requireNonNull(state.holdAnswer(hold));
    }

    /** A sealed record of home traffic: 100 uncached in, 10 text out, ended now. */
    UsageRecord usage(String id, String wallet) {
        UsageRecord usage = new UsageRecord();
        usage.source = "/operators/op-kr/factories/kr-sejong-1/gateways/gw-1";
        usage.id = id;
        usage.requestId = id;
        usage.wallet = wallet;
        usage.endedEpochNanos = now;
        usage.model = MODEL;
        usage.homeOperator = wallet.endsWith("kr") ? "op-kr" : "op-fr";
        usage.servingOperator = usage.homeOperator;
        usage.tenant = wallet.endsWith("kr") ? "tnt-kr" : "tnt-fr";
        usage.tokens[TokenClass.INPUT_UNCACHED.ordinal()] = 100;
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = 10;
        return usage;
    }

    void at(String instant) {
        now = nanos(instant);
    }

    void after(long nanos) {
        now += nanos;
    }

    long now() {
        return now;
    }

    /** Decides and applies; must be accepted. */
    LedgerFixture given(LedgerCommand command) {
        Decision decision = when(command);
        assertInstanceOf(Decision.Accepted.class, decision, () -> decision.toString());
        return this;
    }

    /** Decides without a key, applies what follows. */
    Decision when(LedgerCommand command) {
        return when(new LedgerRequest(command, "test", null));
    }

    Decision when(String key, LedgerCommand command, long fingerprint) {
        return when(new LedgerRequest(command, "test", new IdempotencyKey(key, fingerprint)));
    }

    Decision whenBy(String actor, LedgerCommand command) {
        return when(new LedgerRequest(command, actor, null));
    }

    /** The record at a position, as the journal has it. */
    UsageRecord recorded(long position) {
        return journal.stream()
                .filter(j -> j.position() == position)
                .map(j -> (LedgerEvent.UsageRecorded) j.event())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no record at " + position))
                .records()
                .getFirst();
    }

    /** Does everything that is due, as the engine does before it decides anything else. */
    LedgerFixture passDeadlines() {
        LedgerRequest pass = new LedgerRequest(new LedgerCommand.PassDeadline(), "system", null);
        while (state.nextDeadlineEpochNanos() <= now) {
            decided(pass);
        }
        return this;
    }

    /** Decides and applies without comparing digests, for tests that do it very often. */
    Decision quietly(LedgerCommand command) {
        LedgerRequest pass = new LedgerRequest(new LedgerCommand.PassDeadline(), "system", null);
        while (state.nextDeadlineEpochNanos() <= now) {
            applied(LedgerDecider.decide(pass, state, now));
        }
        return applied(LedgerDecider.decide(new LedgerRequest(command, "test", null), state, now));
    }

    private Decision applied(Decision decision) {
        if (decision instanceof Decision.Accepted d) {
            d.events().forEach(this::apply);
        }
        return decision;
    }

    private Decision when(LedgerRequest request) {
        passDeadlines();
        return decided(request);
    }

    private Decision decided(LedgerRequest request) {
        String before = checksReads ? state.digest() : "";
        Decision decision = LedgerDecider.decide(request, state, now);
        assertEquals(before, checksReads ? state.digest() : "", "decide only reads");
        List<LedgerEvent> events =
                switch (decision) {
                    case Decision.Accepted d -> d.events();
                    case Decision.Refused d -> d.events();
                    case Decision.Replayed _ -> List.of();
                };
        if (checksReads && !events.isEmpty() && redecides) {
            RedecidedRuns.check(state, events, history(), now);
        }
        events.forEach(this::apply);
        return decision;
    }

    private void apply(LedgerEvent event) {
        long position = state.lastPosition() + 1;
        journal.add(new Journaled(position, now, event));
        state.evolve(event, position, now);
        assertTrue(state.isBalanced());
        if (checksReads && journal.size() % 5 == 0) {
            // From here on every test goes on from a state that was saved and loaded.
            state = SavedStates.again(state, history());
        }
    }

    /** Seals, decides and applies a usage record. */
    UsageRecord record(UsageRecord usage) {
        passDeadlines();
        identity.seal(usage);
        if (journal.size() % 2 == 0) {
            // As edges do, sometimes; what is decided is the same.
            state.names.lookUp(usage);
        }
        String before = journal.size() < 500 ? state.digest() : "";
        LedgerDecider.decideUsage(usage, state, now);
        if (!before.isEmpty()) {
            assertEquals(before, state.digest(), "decide only reads");
        }
        switch (usage.status) {
            case ACCEPTED, SUSPENDED -> apply(new LedgerEvent.UsageRecorded(List.of(usage)));
            case DUPLICATE, CONFLICT, NOT_APPLIED -> {}
        }
        return usage;
    }

    /** Then the request is refused for that reason, naming that field, and nothing changed. */
    void refuses(LedgerCommand command, RefusalCode code, String field) {
        String before = passDeadlines().state.digest();
        Decision decision = when(command);
        Decision.Refused refused =
                assertInstanceOf(Decision.Refused.class, decision, () -> decision.toString());
        assertEquals(code, refused.refusal().code(), refused.refusal()::toString);
        assertEquals(field, refused.refusal().field());
        assertEquals(before, state.digest());
    }

    Pico balance(String account, String asset) {
        return state.accounts().stream()
                .filter(a -> a.account().equals(account) && a.asset().equals(asset))
                .map(Account::balance)
                .reduce(Pico.ZERO, Pico::plus);
    }

    /** The state that replaying every event from nothing gives. */
    LedgerState replayed() {
        return replay(NumberedIdentities.RECENT);
    }

    /** The same with so few records of numbering sources known by identity. */
    LedgerState replay(int recent) {
        LedgerState replay = new LedgerState(history(), recent);
        journal.forEach(j -> replay.evolve(j.event(), j.position(), j.recordedEpochNanos()));
        return replay;
    }
}
