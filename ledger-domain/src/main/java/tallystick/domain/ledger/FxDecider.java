package tallystick.domain.ledger;

import static tallystick.domain.ledger.ClosingDecider.step;
import static tallystick.domain.ledger.ClosingDecider.wrongState;
import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.accepted;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.ClosingEvent.ApprovalAsked;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.FxCommand;
import tallystick.domain.FxEvent.FxFixingRecorded;
import tallystick.domain.FxEvent.FxSourceRegistered;
import tallystick.domain.FxEvent.FxTermsSet;
import tallystick.domain.FxEvent.WindowConverted;
import tallystick.domain.RefusalCode;
import tallystick.domain.money.Assets;
import tallystick.domain.settlement.Fraction;
import tallystick.domain.settlement.FxFixing;
import tallystick.domain.settlement.FxTerms;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.SignedFixing;
import tallystick.domain.settlement.WindowConversion;
import tallystick.domain.settlement.WindowState;

/** Decides fixing sources, fixings, who settles in one currency, and conversions made again. */
final class FxDecider {

    private static final int ED25519_KEY_BYTES = 32;
    private static final int MOST_OPERATORS = 4_096;

    /** Units of quote for one of base: less than this. */
    private static final Fraction MOST_MID = new Fraction(BigInteger.TEN.pow(12), BigInteger.ONE);

    private static final Set<WindowState> CONVERTED_FROM =
            Set.of(WindowState.NETTED, WindowState.APPROVED, WindowState.FUNDING);

    private FxDecider() {}

    static Decision decide(FxCommand command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case FxCommand.RegisterFxSource c -> register(c, state);
            case FxCommand.RecordFxFixing c -> record(c, state, nowEpochNanos);
            case FxCommand.SetFxTerms c -> set(c.terms(), state);
            case FxCommand.ConvertWindow c -> convert(c, actor, state, nowEpochNanos);
        };
    }

    // ---- sources

    private static Decision register(FxCommand.RegisterFxSource c, LedgerState state) {
        Refused refused = first(name("source", c.source()), publicKey(c.publicKey()));
        if (refused != null) {
            return refused;
        }
        return c.publicKey().equals(state.fx.keyOf(c.source()))
                ? refused(
                        RefusalCode.ALREADY_EXISTS,
                        "public_key",
                        "is the source's key already; another one follows it")
                : accepted(c.source(), new FxSourceRegistered(c.source(), c.publicKey()));
    }

    private static @Nullable Refused publicKey(String base64) {
        try {
            if (Base64.getDecoder().decode(base64).length == ED25519_KEY_BYTES) {
                return null;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below, as any other key that is none.
        }
        return invalid("public_key", "must be an Ed25519 public key: 32 bytes in base64");
    }

    // ---- fixings

    private static Decision record(
            FxCommand.RecordFxFixing c, LedgerState state, long nowEpochNanos) {
        Refused malformed = first(name("source", c.source()), mid(c.mid()));
        if (malformed != null) {
            return malformed;
        }
        SignedFixing signed;
        try {
            signed = new SignedFixing(fixing(c), c.signature());
        } catch (IllegalArgumentException broken) {
            return fault(broken);
        }
        String key = state.fx.keyOf(c.source());
        if (key == null) {
            return refused(RefusalCode.NOT_FOUND, "source", "is not a registered fixing source");
        }
        if (!BatchDecider.isSigned(signed.signed(), c.signature(), key)) {
            return refused(
                    RefusalCode.BAD_SIGNATURE,
                    "signature",
                    "is not that of the source's registered key over this fixing");
        }
        SignedFixing before = state.fx.fixing(signed.id());
        if (before != null) {
            return before.fixing().equals(signed.fixing())
                    ? new Accepted(List.of(), signed.id())
                    : refused(
                            RefusalCode.EVENT_CONFLICT,
                            "fixed_at",
                            "the source fixed the pair at that instant with other contents");
        }
        if (c.fixedAtEpochNanos() > nowEpochNanos) {
            return invalid("fixed_at", "must not be in the future");
        }
        return c.fixedAtEpochNanos() < nowEpochNanos - SignedFixing.OLDEST_NANOS
                ? invalid("fixed_at", "must not be longer ago than 7 days")
                : accepted(signed.id(), new FxFixingRecorded(signed));
    }

    private static @Nullable Refused mid(String decimal) {
        try {
            return Fraction.parse(decimal).compareTo(MOST_MID) < 0
                    ? null
                    : invalid("mid", "must be less than 10^12");
        } catch (NumberFormatException malformed) {
            return invalid("mid", "must be a plain decimal of at most 18 decimals");
        }
    }

    private static FxFixing fixing(FxCommand.RecordFxFixing c) {
        return new FxFixing(
                c.source(),
                c.fixedAtEpochNanos(),
                c.base(),
                c.quote(),
                Fraction.parse(c.mid()),
                c.spreadPpm(),
                c.path());
    }

    /** The message of a record's own check is its field and the rule. */
    private static Refused fault(IllegalArgumentException broken) {
        String[] parts = String.valueOf(broken.getMessage()).split(" ", 2);
        String field = parts[0].equals("spreadPpm") ? "spread_ppm" : parts[0];
        return invalid(field, parts[parts.length - 1]);
    }

    // ---- who settles in one currency

    private static Decision set(FxTerms terms, LedgerState state) {
        Refused refused =
                first(
                        name("settlement_model", terms.model()),
                        terms.maxAgeNanos() > 0 && terms.maxAgeNanos() <= SignedFixing.OLDEST_NANOS
                                ? null
                                : invalid("max_age", "must be more than 0 and at most 7 days"),
                        terms.settleIn().size() > MOST_OPERATORS
                                ? invalid("settle_in", "must be at most 4096 operators")
                                : null,
                        known("agent", terms.agent(), state.names.operators),
                        state.fx.keyOf(terms.source()) == null
                                ? refused(
                                        RefusalCode.NOT_FOUND,
                                        "source",
                                        "is not a registered fixing source")
                                : null);
        if (refused != null) {
            return refused;
        }
        for (Map.Entry<String, String> one : terms.settleIn().entrySet()) {
            String asset = one.getValue();
            if (!Assets.isKnown(asset) || Assets.TOKEN_CREDIT.equals(asset)) {
                return invalid("settle_in", asset + " must be an ISO 4217 currency");
            }
            if (one.getKey().equals(terms.agent())) {
                return invalid("settle_in", "must not name the settlement agent");
            }
            refused = known("settle_in", one.getKey(), state.names.operators);
            if (refused != null) {
                return refused;
            }
        }
        FxBook.Terms before = state.fx.termsOf(terms.model());
        int version = before == null ? 1 : before.version() + 1;
        return accepted(terms.model() + "@" + version, new FxTermsSet(terms, version));
    }

    // ---- converting again

    private static Decision convert(
            FxCommand.ConvertWindow c, String actor, LedgerState state, long nowEpochNanos) {
        return step(
                c.window(),
                CONVERTED_FROM,
                state,
                (w, closing) -> {
                    List<String> without = List.copyOf(new TreeSet<>(c.without()));
                    for (String operator : without) {
                        Refused unknown = known("without", operator, state.names.operators);
                        if (unknown != null) {
                            return unknown;
                        }
                    }
                    List<NetPosition> nets = state.fx.netsOf(closing);
                    FxPlan plan =
                            FxPlan.of(w, nets, new TreeMap<>(), nowEpochNanos, without, state);
                    return plan.refused() != null
                            ? plan.refused()
                            : converted(
                                    w,
                                    nets,
                                    without,
                                    plan.conversion(),
                                    actor,
                                    state,
                                    nowEpochNanos);
                });
    }

    private static Decision converted(
            Window window,
            List<NetPosition> nets,
            List<String> without,
            @Nullable WindowConversion planned,
            String actor,
            LedgerState state,
            long nowEpochNanos) {
        String model = state.names.settlementModels.nameOf(window.settlementModelRef);
        FxBook.Terms terms = state.fx.termsOf(model);
        if (terms == null) {
            return wrongState("its model has no operators that settle in one currency");
        }
        WindowConversion conversion =
                planned != null
                        ? planned
                        : new WindowConversion(
                                terms.version(),
                                terms.terms().agent(),
                                nowEpochNanos,
                                without,
                                List.of(),
                                List.of(),
                                new TreeMap<>(),
                                nets);
        String hash = ClosingDecider.hash(window, nets, conversion, state);
        String now = ClosingDecider.hash(window, nets, state.fx.conversionOf(window.name), state);
        return hash.equals(now)
                ? wrongState("is converted at these fixings already")
                : accepted(
                        window.name,
                        new WindowConverted(window.name, conversion, actor),
                        new ApprovalAsked(window.name, hash));
    }
}
