package tallystick.engine.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.HoldTerms.OnExpiry;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.World;

/** A seeded history of everything that can move a wallet, on a clock of its own. */
final class IndexedHistory {

    private static final long SECOND = 1_000_000_000L;

    private final SplittableRandom random;
    private final List<UsageRecord> sent = new ArrayList<>();
    private final List<OpenHold> holds = new ArrayList<>();
    private final List<String> grants = new ArrayList<>();
    private long now = World.NOW;
    private int made;

    private record OpenHold(String name, int sequence, long output) {}

    IndexedHistory(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The engine's clock. */
    long now() {
        return now;
    }

    /** What was recorded so far, in order of sending. */
    List<UsageRecord> sent() {
        return sent;
    }

    /** Does so many random things; usage comes in batches. */
    void run(LedgerEngine engine, int steps) {
        for (int i = 0; i < steps; i++) {
            now += random.nextLong(2 * SECOND);
            LedgerCommand command = next();
            if (command != null) {
                Answer answer = EngineFixture.ask(engine, command);
                remember(command, answer.refusal() == null);
            }
        }
    }

    private @Nullable LedgerCommand next() {
        made++;
        return switch (random.nextInt(20)) {
            case 0 -> grant();
            case 1 -> grants.isEmpty() ? null : new Wallets.VoidGrant(any(grants), "charged back");
            case 2 -> {
                int from = wallet();
                int to = (from + 2) % World.WALLETS;
                yield new Wallets.TransferCredit(
                        "t-" + made,
                        World.walletName(from),
                        World.walletName(to),
                        Pico.of(1 + random.nextLong(1L << 40)),
                        "EUR");
            }
            case 3, 4, 5 -> open();
            case 6, 7 -> holds.isEmpty() ? null : extend(any(holds));
            case 8 -> holds.isEmpty() ? null : end(holds.remove(random.nextInt(holds.size())));
            case 9 -> new Wallets.SuspendWallet(World.walletName(1), "a test");
            case 10 -> new Wallets.ResumeWallet(World.walletName(1));
            default -> usage();
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Nine in ten are the first one's. */
    private int wallet() {
        return random.nextInt(10) == 0 ? random.nextInt(World.WALLETS) : 0;
    }

    private LedgerCommand grant() {
        long effective = now + random.nextLong(-20, 20) * SECOND;
        boolean ends = random.nextBoolean();
        return new Wallets.IssueGrant(
                new GrantTerms(
                        "grant-" + made,
                        World.walletName(wallet()),
                        Pico.of(1 + random.nextLong(1L << 44)),
                        "EUR",
                        random.nextBoolean() ? GrantKind.PAID : GrantKind.PROMO,
                        random.nextInt(20),
                        effective,
                        ends ? Math.max(now, effective) + 30 * SECOND : GrantTerms.NEVER,
                        List.of(),
                        ends && random.nextBoolean()
                                ? new GrantTerms.Rollover(5_000, 20 * SECOND, 1)
                                : null));
    }

    private LedgerCommand open() {
        int wallet = wallet();
        return new Holds.OpenHold(
                new HoldTerms(
                        "h-" + made,
                        World.walletName(wallet),
                        "llama-3.3-70b",
                        random.nextBoolean() ? "kr-sejong-1" : "fr-lyon-1",
                        null,
                        List.of(100L, 0L, 0L, 0L, 0L, 0L),
                        500,
                        10 * SECOND,
                        60 * SECOND,
                        OnExpiry.values()[random.nextInt(3)]));
    }

    private LedgerCommand extend(OpenHold hold) {
        return new Holds.ExtendHold(
                hold.name, hold.sequence + 1, used(hold.output + random.nextInt(400)), 300);
    }

    private LedgerCommand end(OpenHold hold) {
        return random.nextInt(3) == 0
                ? new Holds.ReleaseHold(hold.name, hold.sequence + 1, "cancelled")
                : new Holds.CommitHold(
                        hold.name,
                        hold.sequence + 1,
                        used(hold.output + random.nextInt(400)),
                        random.nextInt(4) > 0);
    }

    private static List<Long> used(long output) {
        List<Long> used = new ArrayList<>(java.util.Collections.nCopies(TokenClass.COUNT, 0L));
        used.set(TokenClass.INPUT_UNCACHED.ordinal(), 100L);
        used.set(TokenClass.OUTPUT_TEXT.ordinal(), output);
        return used;
    }

    private LedgerCommand usage() {
        List<UsageRecord> records = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            records.add(record(made + "-" + i));
        }
        return new RecordUsage(records, false);
    }

    private UsageRecord record(String id) {
        UsageRecord usage =
                World.unsealed(wallet(), (random.nextInt(4) == 0 ? "long-" + id : "u") + id);
        usage.endedEpochNanos = now - random.nextLong(40 * SECOND);
        usage.tokens[TokenClass.OUTPUT_TEXT.ordinal()] = random.nextInt(5_000);
        int dice = random.nextInt(30);
        if (dice == 0) {
            usage.model = "unknown";
        } else if (dice == 1) {
            usage.wallet = "nobody";
        } else if (dice < 4 && !sent.isEmpty()) {
            UsageRecord earlier = any(sent);
            usage.wallet = earlier.wallet;
            usage.kind = dice == 2 ? UsageKind.CORRECTED : UsageKind.VOIDED;
            usage.homeOperator = earlier.homeOperator;
            usage.servingOperator = earlier.servingOperator;
            usage.tenant = earlier.tenant;
            usage.site = earlier.site;
            usage.servedIn = earlier.servedIn;
            usage.correctsSource = earlier.source;
            usage.correctsId = earlier.id;
            if (dice == 3) {
                Arrays.fill(usage.tokens, 0);
            }
        }
        return World.sealed(usage);
    }

    private void remember(LedgerCommand command, boolean done) {
        switch (command) {
            case RecordUsage usage -> sent.addAll(usage.records());
            case Wallets.IssueGrant e when done -> grants.add(e.terms().grant());
            case Holds.OpenHold e when done -> holds.add(new OpenHold(e.hold(), 0, 0));
            case Holds.ExtendHold e when done -> {
                holds.removeIf(hold -> hold.name.equals(e.hold()));
                long output = e.usedTokens().get(TokenClass.OUTPUT_TEXT.ordinal());
                holds.add(new OpenHold(e.hold(), e.sequence(), output));
            }
            default -> {
                // Nothing that later steps build on.
            }
        }
    }
}
