package tallystick.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.WalletTerms;
import tallystick.domain.ledger.NameTable;
import tallystick.domain.ledger.Names;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.SuspenseReason;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tallystick.engine.ApplicationMessage;

/** Events without rhyme or reason, the same for the same seed: what a codec must bear. */
final class RandomEvents {

    private static final String[] SCRIPTS = {
        "abcXYZ019-_.", "éüßñ", "서울특별시", "日本語", "🚀😀", "\u0000\t\"\\", "Ωж"
    };

    private final SplittableRandom random;

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One event of every kind but usage. */
    List<LedgerEvent> ofEveryKind() {
        return List.of(
                new Reference.OperatorRegistered(text(), text(), text(), text()),
                new Reference.FactoryRegistered(text(), text(), text()),
                new Reference.ModelRegistered(text()),
                new Reference.TenantRegistered(text(), text()),
                new Reference.TariffPublished(tariff(), random.nextInt()),
                new Reference.AgreementConcluded(
                        new AgreementTerms(text(), text(), text(), text(), text(), number()),
                        random.nextInt()),
                new Wallets.WalletOpened(
                        new WalletTerms(text(), text(), text(), text(), pico(), list(this::text))),
                new Wallets.GrantIssued(grant(), pico(), pico()),
                new Settlement.WindowOpened(text(), text(), number()),
                new Settlement.WindowCutOff(text(), number()),
                new Settlement.WindowFenced(text(), number()),
                new Settlement.WindowSealed(text(), number(), list(this::number), text()),
                new Settlement.WindowCalculated(text(), list(this::statement)),
                new Settlement.StatementsIssued(text(), list(this::text)),
                new Settlement.WindowNetted(
                        text(),
                        list(() -> new BilateralPosition(text(), text(), text(), number())),
                        list(() -> new NetPosition(text(), text(), number()))),
                new RequestAnswered(text(), text(), number(), text(), refusal()));
    }

    ApplicationMessage message() {
        return new ApplicationMessage(
                text(),
                maybe(this::text),
                maybe(this::text),
                number(),
                number(),
                text(),
                maybe(this::text),
                text().repeat(random.nextInt(1, 2_000)),
                text());
    }

    /** A record as decide might leave it and as it never would, but whose names have their refs. */
    UsageRecord usage(Names names) {
        UsageRecord usage = new UsageRecord();
        facts(usage);
        outcome(usage);
        refs(usage, names);
        return usage;
    }

    private void facts(UsageRecord usage) {
        usage.id = text();
        usage.kind = any(UsageKind.values());
        usage.endedEpochNanos = number();
        usage.sequence = random.nextBoolean() ? -1 : number();
        usage.requestId = random.nextBoolean() ? usage.id : text();
        usage.attempt = random.nextBoolean() ? 1 : random.nextInt();
        usage.hold = maybe(this::text);
        usage.servedIn = maybe(() -> any(new String[] {"KR", "FR", "", "kr", "K", "KRW", "éé"}));
        usage.correctsSource = maybe(this::text);
        usage.correctsId = maybe(this::text);
        usage.attributes = maybe(() -> text().repeat(random.nextInt(50)));
        usage.evidenceSha256 = maybe(this::bytes);
        usage.fingerprint = number();
        for (int i = 0; i < TokenClass.COUNT; i++) {
            usage.tokens[i] = random.nextInt(3) == 0 ? number() : 0;
        }
    }

    private void outcome(UsageRecord usage) {
        usage.status = random.nextBoolean() ? UsageStatus.ACCEPTED : UsageStatus.SUSPENDED;
        usage.suspense = any(SuspenseReason.values());
        usage.position = number();
        usage.recordedEpochNanos = number();
        usage.jurisdiction = random.nextBoolean() ? 0 : 'K' << 8 | 'R';
        usage.walletSequence = number();
        usage.jurisdictionSequence = number();
        usage.windowRef = random.nextInt();
        usage.late = random.nextBoolean();
        usage.retailVersionRef = random.nextInt();
        usage.retailHi = half();
        usage.retailLo = number();
        usage.wholesaleVersionRef = random.nextInt(-1, 3);
        usage.wholesaleHi = half();
        usage.wholesaleLo = half();
        usage.overdraftHi = half();
        usage.overdraftLo = half();
        usage.shortfallHi = half();
        usage.shortfallLo = half();
        int draws = random.nextInt(5);
        for (int i = 0; i < draws; i++) {
            usage.addDraw(random.nextInt(1000), half(), number());
        }
        if (random.nextBoolean()) {
            usage.drawCount = 0;
            usage.addDraw(random.nextInt(1000), usage.retailHi, usage.retailLo);
        }
    }

    private void refs(UsageRecord usage, Names names) {
        usage.sourceRef = ref(names.texts);
        usage.source = named(names.texts, usage.sourceRef);
        usage.walletRef = ref(names.wallets);
        usage.wallet = named(names.wallets, usage.walletRef);
        usage.tenantRef = ref(names.texts);
        usage.tenant = named(names.texts, usage.tenantRef);
        usage.modelRef = ref(names.models);
        usage.model = named(names.models, usage.modelRef);
        usage.homeRef = ref(names.operators);
        usage.homeOperator = named(names.operators, usage.homeRef);
        usage.servingRef = ref(names.operators);
        usage.servingOperator = named(names.operators, usage.servingRef);
        usage.siteRef = ref(names.texts);
        usage.site = optional(names.texts, usage.siteRef);
        usage.modelServedRef = ref(names.texts);
        usage.modelServed = optional(names.texts, usage.modelServedRef);
        usage.apiKeyRef = ref(names.texts);
        usage.apiKey = optional(names.texts, usage.apiKeyRef);
    }

    private int ref(NameTable table) {
        return random.nextInt(-1, table.size());
    }

    private String named(NameTable table, int ref) {
        return ref < 0 ? text() : table.nameOf(ref);
    }

    private @Nullable String optional(NameTable table, int ref) {
        return ref < 0 ? maybe(this::text) : table.nameOf(ref);
    }

    private TariffTerms tariff() {
        return new TariffTerms(
                text(),
                any(TariffKind.values()),
                text(),
                text(),
                text(),
                number(),
                pico(),
                list(() -> new PriceLine(text(), any(TokenClass.values()), text(), number())));
    }

    private GrantTerms grant() {
        return new GrantTerms(
                text(),
                text(),
                pico(),
                text(),
                any(GrantKind.values()),
                random.nextInt(),
                number(),
                number());
    }

    private Statement statement() {
        return new Statement(
                text(),
                text(),
                text(),
                text(),
                random.nextInt(),
                list(
                        () ->
                                new StatementLine(
                                        text(),
                                        text(),
                                        random.nextInt(),
                                        number(),
                                        list(this::number),
                                        pico(),
                                        number())),
                pico(),
                number());
    }

    private @Nullable Refusal refusal() {
        return maybe(() -> new Refusal(any(RefusalCode.values()), text(), text()));
    }

    private Pico pico() {
        return new Pico(half(), number());
    }

    private long half() {
        return random.nextBoolean() ? 0 : number();
    }

    private long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextBoolean() ? 32 : random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int[] script = any(SCRIPTS).codePoints().toArray();
            text.appendCodePoint(script[random.nextInt(script.length)]);
        }
        return text.toString();
    }

    private <T> T any(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? null : value.get();
    }

    private <T> List<T> list(Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(element.get());
        }
        return list;
    }
}
