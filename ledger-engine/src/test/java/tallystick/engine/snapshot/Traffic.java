package tallystick.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tallystick.domain.Answer;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldTerms;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerCommand.Caps;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerCommand.Quotas;
import tallystick.domain.LedgerCommand.Wallets;
import tallystick.domain.LedgerRequest;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;
import tallystick.engine.EngineBusyException;
import tallystick.engine.EngineFixture;
import tallystick.engine.LedgerEngine;
import tallystick.engine.TestCompletion;
import tallystick.engine.World;

/**
 * What a real day brings, the same for the same seed: usage, repeated and contradicted, corrected
 * and voided, unknown; holds through their lives; credit, quotas, caps; keyed requests sent again;
 * messages of the application; windows. Notes every answer.
 */
final class Traffic {

    private static final long SECOND = 1_000_000_000L;

    private final SplittableRandom random;
    private final List<String> answers = new ArrayList<>();
    private int records;
    private int holds;
    private int grants;
    private int windows = 1;
    private int messages;
    private int keys;

    Traffic(long seed) {
        random = new SplittableRandom(seed);
    }

    List<String> answers() {
        return answers;
    }

    void run(LedgerEngine engine, int steps) {
        for (int i = 0; i < steps; i++) {
            step(engine);
        }
    }

    private void step(LedgerEngine engine) {
        int dice = random.nextInt(100);
        if (dice < 50) {
            usage(engine);
        } else if (dice < 60) {
            amend(engine);
        } else if (dice < 80) {
            hold(engine);
        } else if (dice < 84) {
            keyed(engine);
        } else if (dice < 88) {
            message(engine);
        } else if (dice < 99) {
            terms(engine);
        } else {
            settle(engine);
        }
    }

    private void usage(LedgerEngine engine) {
        UsageRecord[] batch = new UsageRecord[1 + random.nextInt(6)];
        for (int i = 0; i < batch.length; i++) {
            int number = random.nextInt(5) == 0 ? random.nextInt(records + 1) : records++;
            int wallet = number % World.WALLETS;
            UsageRecord usage = World.unsealed(wallet, "u" + number);
            if (number % 3 == 0) {
                usage = World.roaming(wallet, "u" + number);
            }
            if (number % 11 == 0) {
                usage.wallet = "nobody-" + number % 5;
            }
            if (random.nextInt(20) == 0) {
                usage.attempt++;
            }
            if (number % 7 == 0 && holds > 0) {
                usage.hold = "h" + number % holds;
            }
            batch[i] = World.sealed(usage);
        }
        Answer answer = EngineFixture.record(engine, batch);
        StringBuilder told = new StringBuilder(answer.toString());
        for (UsageRecord usage : batch) {
            told.append(' ').append(usage.status).append('@').append(usage.position);
        }
        answers.add(told.toString());
    }

    private void amend(LedgerEngine engine) {
        int number = random.nextInt(records + 1);
        UsageRecord usage = World.unsealed(number % World.WALLETS, "c" + records++);
        if (number % 3 == 0) {
            usage = World.roaming(number % World.WALLETS, usage.id);
        }
        usage.kind = random.nextBoolean() ? UsageKind.VOIDED : UsageKind.CORRECTED;
        usage.correctsSource = World.SOURCE;
        usage.correctsId = "u" + number;
        for (int i = 0; i < TokenClass.COUNT; i++) {
            usage.tokens[i] = usage.kind == UsageKind.VOIDED ? 0 : usage.tokens[i] / 2;
        }
        Answer answer = EngineFixture.record(engine, World.sealed(usage));
        answers.add(answer + " " + usage.status + "@" + usage.position + " " + usage.suspense);
    }

    private void hold(LedgerEngine engine) {
        String hold = "h" + Math.max(0, holds - 1 - random.nextInt(4));
        int sequence = random.nextInt(1, 4);
        long out = random.nextLong(200);
        List<Long> used = List.of(10L, 0L, 0L, 0L, 0L, 0L, out, 0L, 0L, 0L);
        switch (random.nextInt(5)) {
            case 0, 1 -> ask(engine, new Holds.OpenHold(holdTerms("h" + holds++)));
            case 2 -> ask(engine, new Holds.ExtendHold(hold, sequence, used, 50));
            case 3 -> ask(engine, new Holds.CommitHold(hold, sequence, used, random.nextBoolean()));
            default -> ask(engine, new Holds.ReleaseHold(hold, sequence, "enough"));
        }
    }

    private static HoldTerms holdTerms(String hold) {
        int wallet = hold.length() % World.WALLETS;
        return new HoldTerms(
                hold,
                World.walletName(wallet),
                "llama-3.3-70b",
                hold.endsWith("3") ? "fr-lyon-1" : "kr-sejong-1",
                hold.endsWith("5") ? "key" : null,
                List.of(10L, 0L, 0L, 0L, 0L, 0L),
                100,
                60 * SECOND,
                3_600 * SECOND,
                HoldTerms.OnExpiry.values()[hold.hashCode() & 1]);
    }

    private void ask(LedgerEngine engine, LedgerCommand command) {
        answers.add(EngineFixture.ask(engine, command).toString());
    }

    private void keyed(LedgerEngine engine) {
        int key = random.nextInt(3) == 0 ? random.nextInt(keys + 1) : keys++;
        LedgerCommand command =
                key % 2 == 0
                        ? new LedgerCommand.Reference.RegisterModel("m" + key)
                        : new Holds.OpenHold(holdTerms("keyed" + key));
        LedgerRequest request =
                new LedgerRequest(command, "alice", new IdempotencyKey("k" + key, 7));
        answers.add(EngineFixture.submit(engine, request).answer().toString());
    }

    private void message(LedgerEngine engine) {
        int number = random.nextInt(4) == 0 ? random.nextInt(messages + 1) : messages++;
        TestCompletion completion = new TestCompletion();
        try {
            engine.append(
                    List.of(
                            new ApplicationMessage(
                                    "id-" + number,
                                    "saga",
                                    "a" + number % 3,
                                    number / 3,
                                    number,
                                    "type",
                                    null,
                                    "{}",
                                    "{}")),
                    completion);
        } catch (EngineBusyException busy) {
            throw new IllegalStateException(busy);
        }
        answers.add(completion.answer().toString());
    }

    private void terms(LedgerEngine engine) {
        String wallet = World.walletName(random.nextInt(World.WALLETS));
        Pico amount = Pico.of(1 + random.nextLong(1L << 40));
        switch (random.nextInt(7)) {
            case 0, 1 -> ask(engine, new Wallets.IssueGrant(grant(wallet, amount)));
            case 2 -> ask(engine, new Quotas.SetQuota(quota(wallet)));
            case 3 -> ask(engine, new Caps.SetBilateralCap("kr-telco", "fr-telco", "EUR", amount));
            case 4 -> ask(engine, new Wallets.SetAlerts(wallet, List.of(amount)));
            case 5 -> ask(engine, new Wallets.VoidGrant("x" + random.nextInt(grants + 1), "r"));
            default -> ask(engine, new Quotas.RemoveQuota("q" + random.nextInt(6)));
        }
    }

    private GrantTerms grant(String wallet, Pico amount) {
        return new GrantTerms(
                "x" + grants++,
                wallet,
                amount,
                "EUR",
                GrantKind.values()[random.nextInt(3)],
                random.nextInt(20),
                0,
                World.NOW + (1 + random.nextInt(1_000)) * SECOND);
    }

    private QuotaTerms quota(String wallet) {
        boolean money = random.nextBoolean();
        return new QuotaTerms(
                "q" + random.nextInt(6),
                QuotaScope.WALLET,
                wallet,
                QuotaPeriod.HOUR,
                random.nextBoolean(),
                money ? QuotaMeasure.MONEY : QuotaMeasure.REQUESTS,
                null,
                money ? "EUR" : "",
                Pico.ofUnits(random.nextInt(1, 500)),
                Pico.ZERO,
                QuotaMode.values()[random.nextInt(QuotaMode.values().length)]);
    }

    private void settle(LedgerEngine engine) {
        String window = windows == 1 ? World.WINDOW : "w" + windows;
        windows++;
        ask(engine, new LedgerCommand.Settlement.CutOffWindow(window, World.NOW, "w" + windows));
        ask(engine, new LedgerCommand.Settlement.FenceWindow(window));
        try {
            LedgerEngine.WindowRoot root = engine.windowRoot(window);
            answers.add(root.toString());
            ask(
                    engine,
                    new LedgerCommand.Settlement.SealWindow(
                            window, root.records(), root.merkleRoot()));
        } catch (InterruptedException | IllegalArgumentException none) {
            answers.add("no root");
        }
        ask(engine, new LedgerCommand.Settlement.CalculateWindow(window));
        ask(engine, new LedgerCommand.Settlement.IssueStatements(window));
        ask(engine, new LedgerCommand.Settlement.NetWindow(window));
    }
}
