package tallystick.domain.ledger;

import java.util.List;
import tallystick.domain.LedgerEvent;
import tallystick.domain.LedgerEvent.Reference;
import tallystick.domain.LedgerEvent.RequestAnswered;
import tallystick.domain.LedgerEvent.Settlement;
import tallystick.domain.LedgerEvent.UsageRecorded;
import tallystick.domain.LedgerEvent.Wallets;
import tallystick.domain.money.Pico;
import tallystick.domain.usage.UsageRecord;

/**
 * The state of the ledger: what evolve makes of the events. Replaying the same events on any
 * machine gives the same {@link #digest}. One thread owns it; {@link #names} alone may be read by
 * others.
 */
public final class LedgerState {

    final Names names = new Names();
    final Accounts accounts = new Accounts(names);
    final TariffBook tariffs = new TariffBook(names);
    final AgreementBook agreements = new AgreementBook(names);
    final WalletBook wallets = new WalletBook(names, accounts);
    final WindowBook windows = new WindowBook(names);
    final IdentityIndex identities = new IdentityIndex();
    final RequestLog requests = new RequestLog();
    final ReferenceBook reference = new ReferenceBook(names);
    final UsageTotals totals = new UsageTotals();

    private final Evolve evolve = new Evolve(this);
    private long lastPosition = -1;
    private long lastRecordedEpochNanos = Long.MIN_VALUE;

    /** The dense numbers of names: safe to read from any thread. */
    public Names names() {
        return names;
    }

    /** Journal position of the last event applied; −1 for none. */
    public long lastPosition() {
        return lastPosition;
    }

    /** Recorded time of the last event applied; {@link Long#MIN_VALUE} for none. */
    public long lastRecordedEpochNanos() {
        return lastRecordedEpochNanos;
    }

    /**
     * Applies an event.
     *
     * @param firstPosition its journal position, or that of the run's first record
     * @param recordedEpochNanos when the sequencer took it in, nanoseconds since 1970
     * @throws IllegalStateException when positions have a gap, or books do not balance afterwards:
     *     the journal or the ledger is broken
     */
    public void evolve(LedgerEvent event, long firstPosition, long recordedEpochNanos) {
        if (event instanceof UsageRecorded run) {
            run.records().forEach(this::evolveUsage);
            return;
        }
        advance(firstPosition, recordedEpochNanos);
        switch (event) {
            case Reference e -> evolve.reference(e);
            case Wallets e -> evolve.wallets(e);
            case Settlement e -> evolve.settlement(e);
            case RequestAnswered e -> requests.add(e, firstPosition);
            case UsageRecorded _ -> throw new IllegalStateException("handled above");
        }
        requireBalanced();
    }

    /**
     * Applies one decided or decoded usage record; allocates nothing.
     *
     * @throws IllegalStateException as {@link #evolve}
     */
    public void evolveUsage(UsageRecord usage) {
        advance(usage.position, usage.recordedEpochNanos);
        evolve.usage(usage);
        requireBalanced();
    }

    /**
     * Passes over a position that holds an event of the application, not of the ledger.
     *
     * @throws IllegalStateException when positions have a gap
     */
    public void skip(long position, long recordedEpochNanos) {
        advance(position, recordedEpochNanos);
    }

    private void advance(long position, long recordedEpochNanos) {
        if (position != lastPosition + 1) {
            throw new IllegalStateException(
                    "position " + position + " does not follow " + lastPosition);
        }
        lastPosition = position;
        lastRecordedEpochNanos = recordedEpochNanos;
    }

    private void requireBalanced() {
        if (!accounts.isBalanced()) {
            throw new IllegalStateException("books out of balance at position " + lastPosition);
        }
    }

    /** Whether Σ debits = Σ credits in every book and asset. */
    public boolean isBalanced() {
        return accounts.isBalanced();
    }

    /** Σ debits − Σ credits per book and asset. */
    public List<TrialBalance> trialBalances() {
        return accounts.trialBalances();
    }

    /** Every ledger account with its balance, in order of opening. */
    public List<Account> accounts() {
        return accounts.list();
    }

    /**
     * Every ledger account with its balance, wallets summed by operator, as {@code wallet/op-kr}.
     */
    public List<Account> accountsByOperator() {
        return accounts.listByOperator();
    }

    /** Running totals of usage. */
    public UsageTotals totals() {
        return totals;
    }

    /**
     * A wallet's posted balance.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public Pico posted(String wallet) {
        return accounts.balance(wallets.walletAccount(walletRef(wallet)));
    }

    /**
     * What a wallet owes for usage beyond its overdraft.
     *
     * @throws IllegalArgumentException when the wallet is unknown
     */
    public Pico shortfall(String wallet) {
        return accounts.balance(wallets.shortfallAccount(walletRef(wallet)));
    }

    private int walletRef(String wallet) {
        int ref = names.wallets.refOf(wallet);
        if (ref < 0) {
            throw new IllegalArgumentException("unknown wallet");
        }
        return ref;
    }

    /** SHA-256 over the whole state, hex: equal states have equal digests. */
    public String digest() {
        StateDigest digest = new StateDigest();
        digest.number(lastPosition);
        digest.names(names.operators).names(names.factories).names(names.models);
        digest.names(names.tenants).names(names.tariffs).names(names.agreements);
        digest.names(names.wallets).names(names.grants).names(names.windows);
        digest.names(names.tariffVersions).names(names.assets);
        digest.names(names.settlementModels).names(names.texts);
        reference.digestInto(digest);
        accounts.digestInto(digest);
        tariffs.digestInto(digest);
        agreements.digestInto(digest);
        wallets.digestInto(digest);
        windows.digestInto(digest);
        identities.digestInto(digest);
        requests.digestInto(digest);
        totals.digestInto(digest);
        return digest.hex();
    }
}
