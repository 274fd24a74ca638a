package tallystick.app.api.wallet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.Rfc3339;
import tallystick.app.api.Wire;
import tallystick.app.api.WireText;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Holds;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.ledger.WalletAsOf.Balance;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.index.WalletStep;

/**
 * An event that moved a wallet, with the balance before and after.
 *
 * @param recordedAt when the ledger took it in
 * @param effectiveAt when it counts, for balances as of a time
 * @param amount what it added to posted less shortfall, negative took away
 * @param posted before and after
 * @param held before and after, absent where it did not change
 * @param shortfall before and after, absent where it did not change
 */
@Wire
record EntryResource(
        String position,
        String recordedAt,
        String effectiveAt,
        String kind,
        String amount,
        String asset,
        Change posted,
        @Nullable Change held,
        @Nullable Change shortfall,
        Reference reference) {

    /** A balance before and after. */
    @Wire
    record Change(String before, String after) {

        static Change of(Pico before, Pico after) {
            return new Change(before.toDecimalString(), after.toDecimalString());
        }

        static @Nullable Change ifAny(Pico before, Pico after) {
            return before.equals(after) ? null : of(before, after);
        }
    }

    /**
     * What an entry is about; what does not apply is absent.
     *
     * @param corrects position of the first record of the chain that it changes
     * @param peer the other wallet of a transfer
     */
    @Wire
    record Reference(
            @Nullable String source,
            @Nullable String id,
            @Nullable String model,
            @Nullable String hold,
            @Nullable String grant,
            @Nullable String corrects,
            @Nullable String transfer,
            @Nullable String peer) {

        private static Reference ofHold(String hold) {
            return new Reference(null, null, null, hold, null, null, null, null);
        }

        private static Reference ofGrant(String grant) {
            return new Reference(null, null, null, null, grant, null, null, null);
        }

        private static final Reference NONE =
                new Reference(null, null, null, null, null, null, null, null);
    }

    static EntryResource of(WalletStep step, String wallet, String asset) {
        Balance before = step.before();
        Balance after = step.after();
        return new EntryResource(
                WireText.position(step.position()),
                Rfc3339.format(step.recordedEpochNanos()),
                Rfc3339.format(effective(step)),
                kind(step.event(), wallet),
                step.move().posted().minus(step.move().shortfall()).toDecimalString(),
                asset,
                Change.of(before.posted(), after.posted()),
                Change.ifAny(before.held(), after.held()),
                Change.ifAny(before.shortfall(), after.shortfall()),
                reference(step.event(), wallet));
    }

    private static long effective(WalletStep step) {
        if (!step.move().movesNoCredit()) {
            return step.move().effectiveEpochNanos();
        }
        return step.move().held().isZero()
                ? step.recordedEpochNanos()
                : step.move().heldEffectiveEpochNanos();
    }

    /** What happened, in one word. */
    static String kind(LedgerEvent event, String wallet) {
        return switch (event) {
            case UsageRecorded e -> kind(e.records().getFirst());
            case Wallets.CreditTransferred e ->
                    e.fromWallet().equals(wallet) ? "transfer_out" : "transfer_in";
            default -> word(event.getClass().getSimpleName());
        };
    }

    private static String kind(UsageRecord usage) {
        return usage.kind == UsageKind.RECORDED ? "usage" : "usage_" + WireText.word(usage.kind);
    }

    private static String word(String type) {
        return type.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static Reference reference(LedgerEvent event, String wallet) {
        return switch (event) {
            case UsageRecorded e -> reference(e.records().getFirst());
            case Holds e -> Reference.ofHold(e.hold());
            case Wallets.GrantIssued e -> Reference.ofGrant(e.terms().grant());
            case Wallets.GrantExpired e -> Reference.ofGrant(e.grant());
            case Wallets.GrantVoided e -> Reference.ofGrant(e.grant());
            case Wallets.CreditTransferred e ->
                    new Reference(
                            null,
                            null,
                            null,
                            null,
                            e.toWallet().equals(wallet) ? e.transfer() : null,
                            null,
                            e.transfer(),
                            e.fromWallet().equals(wallet) ? e.toWallet() : e.fromWallet());
            default -> Reference.NONE;
        };
    }

    private static Reference reference(UsageRecord usage) {
        return new Reference(
                usage.source,
                usage.id,
                usage.model,
                usage.hold,
                null,
                usage.refersTo == UsageRecord.NO_REF ? null : WireText.position(usage.refersTo),
                null,
                null);
    }
}
