package tallystick.projections;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.Quotas;
import tallystick.domain.LedgerCommand.Rerating;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.ledger.SuspendedUsage;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * What customers and operators do beside usage: holds with their messages, credit taken back and
 * moved, settings, quotas, caps, corrections, voids, releases and re-pricing. Much of it is
 * refused, which is part of the history too.
 */
final class RandomCustomers {

    private static final long SECOND_NANOS = 1_000_000_000L;

    private static final class OpenHold {
        private final HoldTerms terms;
        private final long[] used = new long[TokenClass.COUNT];
        private int sequence;

        OpenHold(HoldTerms terms) {
            this.terms = terms;
        }
    }

    private final LedgerHistory history;
    private final SplittableRandom random;
    private final List<OpenHold> holds = new ArrayList<>();
    private int names;

    RandomCustomers(LedgerHistory history, SplittableRandom random) {
        this.history = history;
        this.random = random;
    }

    /** A few things at once: holds live for minutes. */
    void step() {
        for (int i = 0; i < 5; i++) {
            act();
        }
    }

    private void act() {
        int dice = random.nextInt(100);
        if (dice < 22) {
            openHold();
        } else if (dice < 50) {
            holdMessage();
        } else if (dice < 55) {
            meteredHold();
        } else if (dice < 65) {
            amend();
        } else if (dice < 75) {
            suspense();
        } else if (dice < 80) {
            reprice();
        } else if (dice < 88) {
            credit();
        } else if (dice < 94) {
            settings();
        } else {
            limits();
        }
    }

    private String wallet() {
        return history.wallets().get(random.nextInt(history.wallets().size()));
    }

    private String operatorOf(String wallet) {
        return LedgerHistory.OPERATORS.get(history.wallets().indexOf(wallet) % 3);
    }

    private String operator() {
        return LedgerHistory.OPERATORS.get(random.nextInt(3));
    }

    /** One of a few wallets that has most left: holds of the poor are refused. */
    private String richWallet() {
        String rich = wallet();
        for (int i = 0; i < 4; i++) {
            String other = wallet();
            if (available(other).compareTo(available(rich)) > 0) {
                rich = other;
            }
        }
        return rich;
    }

    private Pico available(String wallet) {
        return history.state().posted(wallet).minus(history.state().held(wallet));
    }

    private void openHold() {
        String wallet = richWallet();
        long ttlNanos = (60 + random.nextLong(3_600)) * SECOND_NANOS;
        List<Long> input = new ArrayList<>();
        for (int i = 0; i <= TokenClass.INPUT_IMAGE.ordinal(); i++) {
            input.add(random.nextBoolean() ? 0 : random.nextLong(500));
        }
        HoldTerms terms =
                new HoldTerms(
                        "h" + names++,
                        wallet,
                        LedgerHistory.MODELS.get(random.nextInt(2)),
                        "site-" + (random.nextInt(3) == 0 ? operator() : operatorOf(wallet)),
                        random.nextBoolean() ? null : "key-" + random.nextInt(2),
                        input,
                        1 + random.nextLong(500),
                        ttlNanos,
                        ttlNanos + random.nextLong(7_200) * SECOND_NANOS,
                        HoldTerms.OnExpiry.values()[random.nextInt(3)]);
        if (history.attempt(new Holds.OpenHold(terms), "gateway")) {
            holds.add(new OpenHold(terms));
        }
    }

    private void holdMessage() {
        if (holds.isEmpty()) {
            return;
        }
        OpenHold hold = holds.get(random.nextInt(Math.max(0, holds.size() - 4), holds.size()));
        long[] used = hold.used.clone();
        for (int i = 0; i < used.length; i++) {
            used[i] += random.nextInt(3) == 0 ? random.nextLong(200) : 0;
        }
        List<Long> counts = Arrays.stream(used).boxed().toList();
        String name = hold.terms.hold();
        int sequence = hold.sequence + 1;
        boolean last = random.nextBoolean();
        LedgerCommand message =
                switch (random.nextInt(5)) {
                    case 0, 1 ->
                            new Holds.ExtendHold(name, sequence, counts, 1 + random.nextLong(500));
                    case 2, 3 -> new Holds.CommitHold(name, sequence, counts, last);
                    default -> new Holds.ReleaseHold(name, sequence, "client left");
                };
        if (history.attempt(message, "gateway")) {
            hold.sequence = sequence;
            if (!(message instanceof Holds.ReleaseHold)) {
                System.arraycopy(used, 0, hold.used, 0, used.length);
            }
        } else if (random.nextBoolean()) {
            // Late commits of those that stay come later.
            holds.remove(hold);
        }
    }

    /** The meter's own record of what a hold used, or of a hold that never was. */
    private void meteredHold() {
        UsageRecord usage = history.freshUsage();
        if (holds.isEmpty() || random.nextInt(5) == 0) {
            usage.hold = "nobody's";
        } else {
            HoldTerms terms = holds.get(random.nextInt(holds.size())).terms;
            String serving = terms.factory().substring("site-".length());
            usage.hold = terms.hold();
            usage.wallet = terms.wallet();
            usage.model = terms.model();
            usage.homeOperator = operatorOf(terms.wallet());
            usage.tenant = "tnt-" + usage.homeOperator;
            usage.servingOperator = serving;
            usage.servedIn = LedgerHistory.country(serving);
            usage.endedEpochNanos = history.now();
        }
        history.record(usage);
    }

    private UsageRecord anyRecord() {
        List<UsageRecord> all = List.copyOf(history.recorded().values());
        return all.get(random.nextInt(all.size()));
    }

    private void amend() {
        if (history.recorded().isEmpty()) {
            return;
        }
        UsageRecord earlier = anyRecord();
        UsageRecord usage = earlier.copyFacts();
        usage.source = "/operators/op-kr/gateways/amender";
        usage.kind = random.nextBoolean() ? UsageKind.CORRECTED : UsageKind.VOIDED;
        usage.correctsSource = earlier.source;
        usage.correctsId = earlier.id;
        usage.endedEpochNanos = Math.max(usage.endedEpochNanos, history.now() - SECOND_NANOS);
        for (int i = 0; i < TokenClass.COUNT; i++) {
            boolean kept = usage.kind == UsageKind.CORRECTED && usage.tokens[i] > 0;
            usage.tokens[i] = kept ? random.nextLong(2 * usage.tokens[i]) : 0;
        }
        history.record(usage);
    }

    private void suspense() {
        List<SuspendedUsage> waiting = history.state().suspended(-1, 1_000);
        if (waiting.isEmpty()) {
            return;
        }
        SuspendedUsage one = waiting.get(random.nextInt(waiting.size()));
        switch (random.nextInt(4)) {
            case 0, 1 -> history.attempt(new Rerating.RerateSuspended(one.position()), "system");
            case 2 ->
                    history.attempt(
                            new Rerating.ProposeRelease(one.position(), "seen to be true"), "ann");
            default -> {
                history.attempt(new Rerating.ProposeRelease(one.position(), "as told"), "ann");
                history.attempt(new Rerating.ApproveRelease(one.position()), "ben");
            }
        }
    }

    private void reprice() {
        if (!history.recorded().isEmpty()) {
            long position = anyRecord().position;
            history.attempt(new Rerating.RepriceRecorded(position), "system");
        }
    }

    private void credit() {
        if (random.nextInt(3) == 0) {
            history.attempt(new Wallets.VoidGrant("g" + random.nextInt(60), "paid back"), "clerk");
            return;
        }
        String from = richWallet();
        String to = wallet();
        Pico amount = Pico.of(1 + random.nextLong(1L << random.nextInt(1, 44)));
        history.attempt(
                new Wallets.TransferCredit(
                        "t" + names++, from, to, amount, LedgerHistory.asset(operatorOf(from))),
                "clerk");
    }

    private void settings() {
        String wallet = wallet();
        LedgerCommand command =
                switch (random.nextInt(5)) {
                    case 0 -> new Wallets.SetAutoTopUp(wallet, pico(), pico());
                    case 1 -> new Wallets.SetAlerts(wallet, List.of(Pico.of(1), Pico.of(1_000)));
                    case 2 -> new Wallets.SuspendWallet(wallet, "unpaid");
                    default -> new Wallets.ResumeWallet(wallet);
                };
        history.attempt(command, "clerk");
    }

    private Pico pico() {
        return Pico.of(random.nextLong(1L << 40));
    }

    private void limits() {
        String home = operator();
        LedgerCommand command =
                switch (random.nextInt(5)) {
                    case 0 -> new Quotas.RemoveQuota("q" + random.nextInt(6));
                    case 1 ->
                            new Caps.SetBilateralCap(
                                    home, operator(), LedgerHistory.asset(home), pico());
                    case 2 ->
                            new Caps.SetNetDebitCap(
                                    home, LedgerHistory.asset(home), pico(), random.nextInt(5_000));
                    default -> new Quotas.SetQuota(quota());
                };
        history.attempt(command, "planner");
    }

    private QuotaTerms quota() {
        QuotaScope scope = QuotaScope.values()[random.nextInt(QuotaScope.values().length)];
        QuotaMeasure measure = QuotaMeasure.values()[random.nextInt(3)];
        String wallet = wallet();
        String subject =
                switch (scope) {
                    case OPERATOR -> operator();
                    case TENANT -> "tnt-" + operator();
                    case WALLET -> wallet;
                    case API_KEY -> "key-" + random.nextInt(2);
                    case MODEL -> LedgerHistory.MODELS.get(random.nextInt(2));
                    case JURISDICTION -> LedgerHistory.country(operator());
                };
        boolean ofClass = measure == QuotaMeasure.TOKENS && random.nextBoolean();
        return new QuotaTerms(
                "q" + random.nextInt(6),
                scope,
                subject,
                QuotaPeriod.values()[random.nextInt(QuotaPeriod.values().length)],
                random.nextBoolean(),
                measure,
                ofClass ? TokenClass.OUTPUT_TEXT : null,
                measure == QuotaMeasure.MONEY ? LedgerHistory.asset(operatorOf(wallet)) : "",
                pico(),
                pico(),
                QuotaMode.values()[random.nextInt(3)]);
    }
}
