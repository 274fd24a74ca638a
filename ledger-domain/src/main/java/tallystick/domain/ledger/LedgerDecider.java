package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.Answer;
import tallystick.domain.Decision;
import tallystick.domain.Decision.Accepted;
import tallystick.domain.Decision.Refused;
import tallystick.domain.Decision.Replayed;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerRequest;
import tallystick.domain.Refusal;
import tallystick.domain.RefusalCode;
import tallystick.domain.usage.UsageRecord;

/**
 * Decides what follows from a request. Pure: same request, state and time, same decision; the state
 * is only read.
 */
public final class LedgerDecider {

    private LedgerDecider() {}

    /**
     * Decides any command but {@link LedgerCommand.RecordUsage}, which is decided record by record.
     *
     * @param nowEpochNanos the time stamped on entry, nanoseconds since 1970
     * @throws IllegalArgumentException for recorded usage
     */
    public static Decision decide(LedgerRequest request, LedgerState state, long nowEpochNanos) {
        IdempotencyKey key = request.idempotencyKey();
        if (key == null) {
            return decide(request.command(), request.actor(), state, nowEpochNanos);
        }
        RequestLog.Entry spent = state.requests.find(request.actor(), key.key());
        if (spent != null) {
            return spent.fingerprint() == key.fingerprint()
                    ? new Replayed(withHold(spent.answer(), request.command(), state))
                    : refused(
                            RefusalCode.IDEMPOTENCY_KEY_REUSED,
                            "Idempotency-Key",
                            "the key was spent on a request with another body");
        }
        return switch (decide(request.command(), request.actor(), state, nowEpochNanos)) {
            case Accepted d ->
                    new Accepted(
                            answered(d.events(), request, key, d.resource(), null), d.resource());
            case Refused d ->
                    new Refused(d.refusal(), answered(d.events(), request, key, "", d.refusal()));
            case Replayed d -> d;
        };
    }

    private static List<LedgerEvent> answered(
            List<LedgerEvent> events,
            LedgerRequest request,
            IdempotencyKey key,
            String resource,
            @Nullable Refusal refusal) {
        List<LedgerEvent> run = new ArrayList<>(events);
        run.add(
                new RequestAnswered(
                        request.actor(), key.key(), key.fingerprint(), resource, refusal));
        return run;
    }

    /** The answer with where the hold stood after that message, as long as that is kept. */
    private static Answer withHold(Answer answer, LedgerCommand command, LedgerState state) {
        if (!(command instanceof LedgerCommand.Holds message) || answer.refusal() != null) {
            return answer;
        }
        Hold hold = state.holds.find(message.hold());
        return hold == null
                ? answer
                : hold.exchanges.stream()
                        .filter(exchange -> exchange.message().equals(message))
                        .findFirst()
                        .map(
                                exchange ->
                                        new Answer(
                                                answer.position(),
                                                answer.resource(),
                                                null,
                                                answer.replayed(),
                                                exchange.answer()))
                        .orElse(answer);
    }

    private static Decision decide(
            LedgerCommand command, String actor, LedgerState state, long nowEpochNanos) {
        return switch (command) {
            case LedgerCommand.Reference c -> ReferenceDecider.decide(c, state, nowEpochNanos);
            case LedgerCommand.Wallets c -> WalletDecider.decide(c, state, nowEpochNanos);
            case LedgerCommand.Holds c -> HoldDecider.decide(c, state, nowEpochNanos);
            case LedgerCommand.Quotas c -> QuotaDecider.decide(c, state);
            case LedgerCommand.Caps c -> QuotaDecider.decide(c, state);
            case LedgerCommand.Rerating c -> ReratingDecider.decide(c, actor, state, nowEpochNanos);
            case LedgerCommand.PassDeadline _ -> DeadlineDecider.pass(state, nowEpochNanos);
            case LedgerCommand.Settlement c ->
                    SettlementDecider.decide(c, actor, state, nowEpochNanos);
            case LedgerCommand.RecordUsage _ ->
                    throw new IllegalArgumentException("usage is decided record by record");
        };
    }

    /**
     * Decides one usage record and writes the outcome into it. An accepted or suspended record has
     * the next position and must be given to {@link LedgerState#evolveUsage} before the next
     * decision; a duplicate or conflict has the position of the first record and makes no event.
     *
     * @param usage sealed with identity and fingerprint
     * @param nowEpochNanos the time stamped on entry, nanoseconds since 1970
     */
    public static void decideUsage(UsageRecord usage, LedgerState state, long nowEpochNanos) {
        UsageDecider.decide(usage, state, nowEpochNanos);
    }

    /**
     * Looks ahead at records that will be decided soon, so that their identities and wallets are at
     * hand: a record's own look-up waits for memory, those of several together hardly longer than
     * one. Changes nothing.
     *
     * @return a value without meaning, to be kept so that the reads happen
     */
    public static long lookAhead(List<UsageRecord> usages, int from, int to, LedgerState state) {
        long read = 0;
        for (int i = from; i < to; i++) {
            UsageRecord usage = usages.get(i);
            read += state.identities.touch(usage.keyLo) + usage.touch();
            if (isWallet(usage.walletRef, state)) {
                read += state.wallets.touch(usage.walletRef);
            }
        }
        for (int i = from; i < to; i++) {
            int wallet = usages.get(i).walletRef;
            if (isWallet(wallet, state)) {
                read += state.wallets.touchCredit(wallet);
            }
        }
        return read;
    }

    /** The number is the sender's guess: it may be of a wallet that does not exist. */
    private static boolean isWallet(int walletRef, LedgerState state) {
        return walletRef >= 0 && walletRef < state.names.wallets.size();
    }

    /** Whether any line of a strict batch conflicts: then none of it may be applied. */
    public static boolean strictConflict(List<UsageRecord> usages, LedgerState state) {
        return UsageDecider.conflicts(usages, state);
    }

    static Decision accepted(String resource, LedgerEvent... events) {
        return new Accepted(List.of(events), resource);
    }

    static Refused refused(RefusalCode code, String field, String detail) {
        return new Refused(new Refusal(code, field, detail), List.of());
    }
}
