package tallystick.domain.ledger;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.AgreementTerms;
import tallystick.domain.GrantKind;
import tallystick.domain.GrantTerms;
import tallystick.domain.HoldAnswer;
import tallystick.domain.HoldState;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.quota.QuotaMeasure;
import tallystick.domain.quota.QuotaMode;
import tallystick.domain.quota.QuotaPeriod;
import tallystick.domain.quota.QuotaScope;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.PriceLine;
import tallystick.domain.rating.PriceTier;
import tallystick.domain.rating.TariffKind;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.rating.TierMode;
import tallystick.domain.rating.TierPeriod;
import tallystick.domain.settlement.Statement;
import tallystick.domain.settlement.StatementLine;
import tallystick.domain.usage.TokenClass;

/** How the values that several books keep are written to a saved state and read from it. */
final class SavedTerms {

    private static final String OPEN = "open";
    private static final String EXTEND = "extend";
    private static final String COMMIT = "commit";
    private static final String RELEASE = "release";

    private SavedTerms() {}

    static void write(StateWriter out, TariffTerms terms) {
        out.text(terms.tariff()).symbol(terms.kind()).text(terms.operator());
        out.text(terms.asset()).text(terms.zone()).number(terms.effectiveFromEpochNanos());
        out.amount(terms.minimumCharge()).symbol(terms.tierPeriod());
        out.number(terms.prices().size());
        for (PriceLine line : terms.prices()) {
            out.text(line.model()).symbol(line.tokenClass()).text(line.jurisdiction());
            out.number(line.pricePicoPerToken()).symbol(line.tierMode());
            out.number(line.tiers().size());
            line.tiers().forEach(t -> out.number(t.fromTokens()).number(t.pricePicoPerToken()));
        }
    }

    static TariffTerms tariff(StateReader in) {
        return new TariffTerms(
                in.text(),
                in.symbol(TariffKind.class),
                in.text(),
                in.text(),
                in.text(),
                in.number(),
                in.amount(),
                in.symbol(TierPeriod.class),
                in.list(() -> priceLine(in)));
    }

    private static PriceLine priceLine(StateReader in) {
        return new PriceLine(
                in.text(),
                in.symbol(TokenClass.class),
                in.text(),
                in.number(),
                in.symbol(TierMode.class),
                in.list(() -> new PriceTier(in.number(), in.number())));
    }

    static void write(StateWriter out, AgreementTerms terms) {
        out.text(terms.agreement()).text(terms.homeOperator()).text(terms.servingOperator());
        out.text(terms.interOperatorTariff()).text(terms.settlementModel());
        out.number(terms.effectiveFromEpochNanos());
    }

    static AgreementTerms agreement(StateReader in) {
        return new AgreementTerms(
                in.text(), in.text(), in.text(), in.text(), in.text(), in.number());
    }

    static void write(StateWriter out, GrantTerms terms) {
        out.text(terms.grant()).text(terms.wallet()).amount(terms.amount()).text(terms.asset());
        out.symbol(terms.kind()).number(terms.priority()).number(terms.effectiveAtEpochNanos());
        out.number(terms.expiresAtEpochNanos()).texts(terms.appliesTo());
        GrantTerms.Rollover rollover = terms.rollover();
        out.flag(rollover != null);
        if (rollover != null) {
            out.number(rollover.shareBasisPoints()).number(rollover.periodNanos());
            out.number(rollover.times());
        }
    }

    static GrantTerms grant(StateReader in) {
        return new GrantTerms(
                in.text(),
                in.text(),
                in.amount(),
                in.text(),
                in.symbol(GrantKind.class),
                in.ref(),
                in.number(),
                in.number(),
                in.texts(),
                in.flag() ? new GrantTerms.Rollover(in.ref(), in.number(), in.ref()) : null);
    }

    static void write(StateWriter out, HoldTerms terms) {
        out.text(terms.hold()).text(terms.wallet()).text(terms.model()).text(terms.factory());
        out.text(terms.apiKey()).numbers(terms.inputTokens()).number(terms.sliceTokens());
        out.number(terms.ttlNanos()).number(terms.maxLifetimeNanos()).symbol(terms.onExpiry());
    }

    static HoldTerms hold(StateReader in) {
        return new HoldTerms(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.optionalText(),
                in.numbers(),
                in.number(),
                in.number(),
                in.number(),
                in.symbol(HoldTerms.OnExpiry.class));
    }

    static void write(StateWriter out, HoldAnswer answer) {
        out.text(answer.hold()).number(answer.sequence()).symbol(answer.state());
        out.text(answer.tariff()).text(answer.asset()).amount(answer.reserved());
        out.amount(answer.charged()).number(answer.grantedOutputTokens());
        out.number(answer.thresholdOutputTokens()).number(answer.validUntilEpochNanos());
        out.flag(answer.last()).number(answer.tariffChangeAtEpochNanos());
    }

    static HoldAnswer holdAnswer(StateReader in) {
        return new HoldAnswer(
                in.text(),
                in.ref(),
                in.symbol(HoldState.class),
                in.text(),
                in.text(),
                in.amount(),
                in.amount(),
                in.number(),
                in.number(),
                in.number(),
                in.flag(),
                in.number());
    }

    static void write(StateWriter out, Holds message) {
        switch (message) {
            case Holds.OpenHold m -> write(out.text(OPEN), m.terms());
            case Holds.ExtendHold m -> {
                out.text(EXTEND).text(m.hold()).number(m.sequence()).numbers(m.usedTokens());
                out.number(m.sliceTokens());
            }
            case Holds.CommitHold m -> {
                out.text(COMMIT).text(m.hold()).number(m.sequence()).numbers(m.usedTokens());
                out.flag(m.last());
            }
            case Holds.ReleaseHold m ->
                    out.text(RELEASE).text(m.hold()).number(m.sequence()).text(m.reason());
        }
    }

    static Holds holdMessage(StateReader in) {
        String kind = in.text();
        return switch (kind) {
            case OPEN -> new Holds.OpenHold(hold(in));
            case EXTEND -> new Holds.ExtendHold(in.text(), in.ref(), in.numbers(), in.number());
            case COMMIT -> new Holds.CommitHold(in.text(), in.ref(), in.numbers(), in.flag());
            case RELEASE -> new Holds.ReleaseHold(in.text(), in.ref(), in.text());
            default -> throw new StateFormatException(kind + " is no message of a hold");
        };
    }

    static void write(StateWriter out, @Nullable Refusal refusal) {
        out.symbol(refusal == null ? null : refusal.code());
        if (refusal != null) {
            out.text(refusal.field()).text(refusal.detail()).number(refusal.facts().size());
            refusal.facts().forEach((name, value) -> out.text(name).text(value));
        }
    }

    static @Nullable Refusal refusal(StateReader in) {
        RefusalCode code = in.optionalSymbol(RefusalCode.class);
        if (code == null) {
            return null;
        }
        String field = in.text();
        String detail = in.text();
        SortedMap<String, String> facts = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            facts.put(in.text(), in.text());
        }
        return new Refusal(code, field, detail, facts);
    }

    static void write(StateWriter out, QuotaTerms terms) {
        out.text(terms.quota()).symbol(terms.scope()).text(terms.subject()).symbol(terms.period());
        out.flag(terms.sliding()).symbol(terms.measure()).symbol(terms.tokenClass());
        out.text(terms.asset()).amount(terms.limit()).amount(terms.burst()).symbol(terms.mode());
    }

    static QuotaTerms quota(StateReader in) {
        return new QuotaTerms(
                in.text(),
                in.symbol(QuotaScope.class),
                in.text(),
                in.symbol(QuotaPeriod.class),
                in.flag(),
                in.symbol(QuotaMeasure.class),
                in.optionalSymbol(TokenClass.class),
                in.text(),
                in.amount(),
                in.amount(),
                in.symbol(QuotaMode.class));
    }

    static void write(StateWriter out, Statement statement) {
        out.text(statement.statement()).text(statement.homeOperator());
        out.text(statement.servingOperator()).text(statement.asset());
        out.number(statement.minorDigits()).number(statement.lines().size());
        for (StatementLine line : statement.lines()) {
            out.text(line.model()).text(line.tariff()).number(line.tariffVersion());
            out.number(line.records()).numbers(line.tokens()).amount(line.exact());
            out.number(line.rounded());
        }
        out.amount(statement.exact()).number(statement.total());
    }

    static Statement statement(StateReader in) {
        return new Statement(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.ref(),
                in.list(() -> statementLine(in)),
                in.amount(),
                in.number());
    }

    private static StatementLine statementLine(StateReader in) {
        return new StatementLine(
                in.text(),
                in.text(),
                in.ref(),
                in.number(),
                in.numbers(),
                in.amount(),
                in.number());
    }
}
