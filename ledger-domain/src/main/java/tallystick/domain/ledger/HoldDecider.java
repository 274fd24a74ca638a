package tallystick.domain.ledger;

import static tallystick.domain.ledger.FieldCheck.first;
import static tallystick.domain.ledger.FieldCheck.invalid;
import static tallystick.domain.ledger.FieldCheck.known;
import static tallystick.domain.ledger.FieldCheck.name;
import static tallystick.domain.ledger.LedgerDecider.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.Decision.Replayed;
import tallystick.domain.HoldTerms;
import tallystick.domain.LedgerCommand.Holds;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds.HoldCommitted;
import tallystick.domain.LedgerEvent.Holds.HoldExtended;
import tallystick.domain.LedgerEvent.Holds.HoldOpened;
import tallystick.domain.LedgerEvent.Holds.HoldReleased;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.rating.TariffVersion;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageRecord;

/**
 * Decides authorisations (domain chapter §3.6, wire chapter §5.3). A message is known by its hold
 * and sequence: repeated it gets its first answer, another one under the same sequence is a
 * conflict. A refusal uses no sequence up.
 */
final class HoldDecider {

    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long MAX_LIFETIME_NANOS = 86_400 * SECOND_NANOS;
    private static final int MAX_NAME = 64;
    private static final int INPUT_CLASSES = TokenClass.INPUT_IMAGE.ordinal() + 1;

    private HoldDecider() {}

    static Decision decide(Holds command, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Holds.OpenHold c -> open(c, state, nowEpochNanos);
            case Holds.ExtendHold c -> next(c, c.sequence(), state, nowEpochNanos);
            case Holds.CommitHold c -> next(c, c.sequence(), state, nowEpochNanos);
            case Holds.ReleaseHold c -> next(c, c.sequence(), state, nowEpochNanos);
        };
    }

    private static Decision open(Holds.OpenHold command, LedgerState state, long nowEpochNanos) {
        HoldTerms terms = command.terms();
        Refused refused = first(fields(terms), counts(terms), lifetimes(terms));
        if (refused != null) {
            return refused;
        }
        Hold earlier = state.holds.find(terms.hold());
        if (earlier != null && earlier.terms.equals(terms)) {
            return replay(earlier.exchanges.getFirst());
        }
        if (earlier != null || state.holds.isArchived(terms.hold())) {
            return refused(RefusalCode.ALREADY_EXISTS, "hold", "is taken by an earlier one");
        }
        refused =
                first(
                        known("wallet", terms.wallet(), state.names.wallets),
                        known("model", terms.model(), state.names.models),
                        known("factory", terms.factory(), state.names.factories));
        return refused != null ? refused : admit(terms, state, nowEpochNanos);
    }

    private static @Nullable Refused fields(HoldTerms terms) {
        return first(
                name("hold", terms.hold()),
                terms.hold().length() > MAX_NAME
                        ? invalid("hold", "must be 1 to 64 characters")
                        : null,
                terms.apiKey() == null ? null : name("api_key", terms.apiKey()));
    }

    private static @Nullable Refused counts(HoldTerms terms) {
        if (terms.inputTokens().size() != INPUT_CLASSES) {
            return invalid("estimate.input", "must have a count for each of six classes");
        }
        for (int i = 0; i < INPUT_CLASSES; i++) {
            if (!isCount(terms.inputTokens().get(i))) {
                return invalid(
                        "estimate." + TokenClass.ALL.get(i).wireName(), "must be 0 to 2^53 - 1");
            }
        }
        return slice(terms.sliceTokens());
    }

    private static @Nullable Refused slice(long tokens) {
        return tokens >= 1 && isCount(tokens)
                ? null
                : invalid("slice.output", "must be 1 to 2^53 - 1");
    }

    private static boolean isCount(long tokens) {
        return tokens >= 0 && tokens <= TokenClass.MAX_TOKENS;
    }

    private static @Nullable Refused lifetimes(HoldTerms terms) {
        boolean lives =
                terms.maxLifetimeNanos() >= terms.ttlNanos()
                        && terms.maxLifetimeNanos() <= MAX_LIFETIME_NANOS;
        return first(
                terms.ttlNanos() < SECOND_NANOS || terms.ttlNanos() > MAX_LIFETIME_NANOS
                        ? invalid("ttl", "must be 1 second to 24 hours")
                        : null,
                lives ? null : invalid("max_lifetime", "must be from ttl to 24 hours"));
    }

    /**
     * Asks every leg, in order of precedence: suspension, residency, price, quotas, caps, credit.
     */
    private static Decision admit(HoldTerms terms, LedgerState state, long nowEpochNanos) {
        int wallet = state.names.wallets.refOf(terms.wallet());
        if (state.wallets.isSuspended(wallet)) {
            return refused(RefusalCode.WALLET_SUSPENDED, "wallet", "takes no new holds");
        }
        int factory = state.names.factories.refOf(terms.factory());
        int jurisdiction = state.reference.jurisdictionOf(factory);
        if (!state.wallets.isAllowed(wallet, jurisdiction)) {
            return residencyDenied(wallet, jurisdiction, state);
        }
        Hold hold = hold(terms, wallet, factory, state, nowEpochNanos);
        if (hold == null) {
            return refused(
                    RefusalCode.NOT_PRICED,
                    "model",
                    "has no price there now: no tariff version, agreement or open window in force");
        }
        Refused unpriced = unpricedInput(hold);
        if (unpriced != null) {
            return unpriced;
        }
        HoldOffer offer = HoldOffer.of(hold, terms.sliceTokens(), state, nowEpochNanos);
        Refusal refusal = offer.refusal();
        return refusal != null
                ? new Refused(refusal, List.of())
                : new Accepted(
                        List.of(
                                new HoldOpened(
                                        terms,
                                        state.names.tariffVersions.nameOf(hold.retail.ref()),
                                        hold.wholesale == null
                                                ? ""
                                                : state.names.tariffVersions.nameOf(
                                                        hold.wholesale.ref()),
                                        offer.reservation(),
                                        offer.outputTokens(),
                                        nowEpochNanos + terms.ttlNanos(),
                                        offer.isLast(),
                                        offer.softQuotas())),
                        terms.hold());
    }

    private static Refused residencyDenied(int wallet, int jurisdiction, LedgerState state) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("served_in", Jurisdiction.unpack(jurisdiction));
        facts.put("allowed", String.join(",", state.wallets.allowed(wallet)));
        return new Refused(
                new Refusal(
                        RefusalCode.RESIDENCY_DENIED,
                        "factory",
                        "is in a jurisdiction that the wallet's policy does not allow",
                        facts),
                List.of());
    }

    /** The hold with its prices pinned, null when it has none. */
    private static @Nullable Hold hold(
            HoldTerms terms, int wallet, int factory, LedgerState state, long nowEpochNanos) {
        int home = state.wallets.operator(wallet);
        int serving = state.reference.operatorOfFactory(factory);
        TariffVersion retail = state.tariffs.inForce(state.wallets.tariff(wallet), nowEpochNanos);
        AgreementBook.@Nullable Version agreement =
                home == serving ? null : state.agreements.inForce(home, serving, nowEpochNanos);
        TariffVersion wholesale =
                agreement == null
                        ? null
                        : state.tariffs.inForce(agreement.tariffRef(), nowEpochNanos);
        if (retail == null
                || (home != serving && wholesale == null)
                || state.windows.open(RatingDecider.settlementModel(agreement, state)) == null) {
            return null;
        }
        Hold hold = state.holdOf(terms, factory, retail, wholesale, nowEpochNanos);
        boolean priced =
                hold.sliceClass(retail) >= 0
                        && (wholesale == null || hold.sliceClass(wholesale) >= 0);
        return priced ? hold : null;
    }

    private static @Nullable Refused unpricedInput(Hold hold) {
        for (int i = 0; i < INPUT_CLASSES; i++) {
            boolean wanted = hold.terms.inputTokens().get(i) > 0;
            if (wanted && !(hold.isPriced(hold.retail, i) && hold.isPriced(hold.wholesale, i))) {
                return refused(
                        RefusalCode.NOT_PRICED,
                        "estimate." + TokenClass.ALL.get(i).wireName(),
                        "has no price there now");
            }
        }
        return null;
    }

    private static Decision next(
            Holds command, int sequence, LedgerState state, long nowEpochNanos) {
        Hold hold = state.holds.find(command.hold());
        if (hold == null) {
            return state.holds.isArchived(command.hold())
                    ? refused(RefusalCode.HOLD_CLOSED, "hold", "ended more than a day ago")
                    : refused(RefusalCode.NOT_FOUND, "hold", "does not exist");
        }
        if (sequence < 1) {
            return invalid("sequence", "must be 1 or more");
        }
        Refused malformed = first(used(command), slice(command));
        if (malformed != null) {
            return malformed;
        }
        if (sequence <= hold.sequence) {
            return repeated(command, hold.exchanges.get(sequence));
        }
        boolean late = command instanceof Holds.CommitHold && hold.takesLateCommit(nowEpochNanos);
        if (!hold.isOpen() && !late) {
            return closed(hold);
        }
        if (sequence > hold.sequence + 1) {
            return gap(hold);
        }
        Refused regressed = regressed(command, hold);
        return regressed != null ? regressed : go(command, hold, state, nowEpochNanos);
    }

    private static @Nullable Refused slice(Holds command) {
        return command instanceof Holds.ExtendHold extend ? slice(extend.sliceTokens()) : null;
    }

    private static List<Long> usedTokens(Holds command) {
        return switch (command) {
            case Holds.ExtendHold c -> c.usedTokens();
            case Holds.CommitHold c -> c.usedTokens();
            case Holds.OpenHold _, Holds.ReleaseHold _ -> List.of();
        };
    }

    private static @Nullable Refused used(Holds command) {
        List<Long> used = usedTokens(command);
        if (!used.isEmpty() && used.size() != TokenClass.COUNT) {
            return invalid("used", "must have a count for each class");
        }
        for (int i = 0; i < used.size(); i++) {
            if (!isCount(used.get(i))) {
                return invalid("used." + TokenClass.ALL.get(i).wireName(), "must be 0 to 2^53 - 1");
            }
        }
        return null;
    }

    private static Decision repeated(Holds command, Hold.Exchange first) {
        return first.message().equals(command)
                ? replay(first)
                : refused(
                        RefusalCode.EVENT_CONFLICT,
                        "sequence",
                        "was used by another message of this hold");
    }

    private static Decision replay(Hold.Exchange first) {
        return new Replayed(
                new Answer(first.position(), first.answer().hold(), null, true, first.answer()));
    }

    private static Refused closed(Hold hold) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("state", hold.state.wireName());
        return new Refused(
                new Refusal(RefusalCode.HOLD_CLOSED, "hold", "is " + hold.state.wireName(), facts),
                List.of());
    }

    private static Refused gap(Hold hold) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("expected", Integer.toString(hold.sequence + 1));
        return new Refused(
                new Refusal(
                        RefusalCode.SEQUENCE_GAP,
                        "sequence",
                        "must be " + (hold.sequence + 1) + ", the next one",
                        facts),
                List.of());
    }

    private static @Nullable Refused regressed(Holds command, Hold hold) {
        List<Long> used = usedTokens(command);
        for (int i = 0; i < used.size(); i++) {
            if (used.get(i) < hold.used[i]) {
                return refused(
                        RefusalCode.USAGE_REGRESSED,
                        "used." + TokenClass.ALL.get(i).wireName(),
                        "is less than the " + hold.used[i] + " reported before");
            }
        }
        return null;
    }

    private static Decision go(Holds command, Hold hold, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case Holds.ExtendHold c -> extend(c, hold, state, nowEpochNanos);
            case Holds.CommitHold c -> commit(c, hold, state, nowEpochNanos);
            case Holds.ReleaseHold c ->
                    new Accepted(
                            List.of(new HoldReleased(c.hold(), c.sequence(), c.reason())),
                            c.hold());
            case Holds.OpenHold _ -> throw new IllegalArgumentException("opened elsewhere");
        };
    }

    private static Decision extend(
            Holds.ExtendHold command, Hold hold, LedgerState state, long nowEpochNanos) {
        Refused unpriced = unpricedUse(command.usedTokens(), hold);
        if (unpriced != null) {
            return unpriced;
        }
        HoldOffer offer =
                HoldOffer.of(
                        hold, command.usedTokens(), command.sliceTokens(), state, nowEpochNanos);
        Refusal refusal = offer.refusal();
        return refusal != null
                ? new Refused(refusal, List.of())
                : new Accepted(
                        List.of(
                                new HoldExtended(
                                        command.hold(),
                                        command.sequence(),
                                        command.usedTokens(),
                                        command.sliceTokens(),
                                        offer.reservation(),
                                        offer.outputTokens(),
                                        Math.min(
                                                nowEpochNanos + hold.terms.ttlNanos(),
                                                hold.closesAtEpochNanos()),
                                        offer.isLast(),
                                        offer.softQuotas())),
                        command.hold());
    }

    private static @Nullable Refused unpricedUse(List<Long> used, Hold hold) {
        for (int i = 0; i < used.size(); i++) {
            boolean priced = hold.isPriced(hold.retail, i) && hold.isPriced(hold.wholesale, i);
            if (used.get(i) > 0 && !priced) {
                return refused(
                        RefusalCode.NOT_PRICED,
                        "used." + TokenClass.ALL.get(i).wireName(),
                        "has no price in the tariff version pinned");
            }
        }
        return null;
    }

    private static Decision commit(
            Holds.CommitHold command, Hold hold, LedgerState state, long nowEpochNanos) {
        Refused unpriced = unpricedUse(command.usedTokens(), hold);
        if (unpriced != null) {
            return unpriced;
        }
        long[] after = new long[TokenClass.COUNT];
        for (int i = 0; i < TokenClass.COUNT; i++) {
            after[i] = Math.max(command.usedTokens().get(i), hold.recorded[i]);
        }
        UsageRecord usage;
        try {
            usage =
                    HoldUsageDecider.charge(
                            hold,
                            after,
                            Integer.toString(command.sequence()),
                            nowEpochNanos,
                            state,
                            nowEpochNanos);
        } catch (ArithmeticException overflow) {
            return refused(
                    RefusalCode.AMOUNT_OVERFLOW, "used", String.valueOf(overflow.getMessage()));
        }
        List<LedgerEvent> events = new ArrayList<>();
        if (usage != null) {
            events.add(new UsageRecorded(List.of(usage)));
        }
        events.add(
                new HoldCommitted(
                        command.hold(), command.sequence(), command.usedTokens(), command.last()));
        return new Accepted(events, command.hold());
    }
}
