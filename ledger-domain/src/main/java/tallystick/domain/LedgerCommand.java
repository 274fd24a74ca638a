package tallystick.domain;

import java.util.List;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.usage.UsageRecord;

/** Everything the ledger may be asked to do. */
public sealed interface LedgerCommand {

    /** Reference data: versions are never edited, a mistake is a new version. */
    sealed interface Reference extends LedgerCommand {

        /**
         * Admits a federation member.
         *
         * @param operator its name
         * @param country ISO 3166-1 alpha-2
         * @param currency ISO 4217
         * @param publicKey Ed25519 public key, base64 of 32 bytes, or empty when not yet known
         */
        record RegisterOperator(String operator, String country, String currency, String publicKey)
                implements Reference {}

        /**
         * Registers an operator's site.
         *
         * @param factory its name, unique in the federation
         * @param operator who runs it
         * @param jurisdiction ISO 3166-1 alpha-2
         */
        record RegisterFactory(String factory, String operator, String jurisdiction)
                implements Reference {}

        /** Registers a model by the name that requests ask for. */
        record RegisterModel(String model) implements Reference {}

        /** Registers a customer of a home operator. */
        record RegisterTenant(String tenant, String operator) implements Reference {}

        /** Publishes a tariff's next version. */
        record PublishTariff(TariffTerms terms) implements Reference {}

        /**
         * Concludes an agreement, or its next version.
         *
         * @param conditions {@link AgreementConditions#NONE} when the tariff says it all
         */
        record ConcludeAgreement(AgreementTerms terms, AgreementConditions conditions)
                implements Reference {
            public ConcludeAgreement(AgreementTerms terms) {
                this(terms, AgreementConditions.NONE);
            }
        }
    }

    /** What customers hold. */
    sealed interface Wallets extends LedgerCommand {

        record OpenWallet(WalletTerms terms) implements Wallets {}

        record IssueGrant(GrantTerms terms) implements Wallets {}

        /**
         * Takes back what is left of a grant and not held.
         *
         * @param reason why, for a person, 1 … 256 characters
         */
        record VoidGrant(String grant, String reason) implements Wallets {}

        /**
         * Moves paid credit to another wallet of the same operator and asset.
         *
         * @param transfer its name, also that of the grant it becomes
         * @param amount more than 0, at most the paid credit that is live and not held
         */
        record TransferCredit(
                String transfer, String fromWallet, String toWallet, Pico amount, String asset)
                implements Wallets {}

        /**
         * When the posted balance falls below {@code threshold}, the crossing event asks for a
         * top-up of {@code amount}.
         *
         * @param amount 0 ends the arrangement
         */
        record SetAutoTopUp(String wallet, Pico threshold, Pico amount) implements Wallets {}

        /**
         * The posted balances whose downward crossing is told.
         *
         * @param thresholds at most 16, each 0 or more; empty for none
         */
        record SetAlerts(String wallet, List<Pico> thresholds) implements Wallets {
            public SetAlerts {
                thresholds = List.copyOf(thresholds);
            }
        }

        /** Refuses new holds until resumed; usage that happened is still charged. */
        record SuspendWallet(String wallet, String reason) implements Wallets {}

        record ResumeWallet(String wallet) implements Wallets {}
    }

    /** Authorisations: set aside before the first token, charged as used, ended exactly once. */
    sealed interface Holds extends LedgerCommand {

        /** The hold's name. */
        String hold();

        record OpenHold(HoldTerms terms) implements Holds {
            @Override
            public String hold() {
                return terms.hold();
            }
        }

        /**
         * Reports usage and asks for the next slice.
         *
         * @param sequence one more than the last message's
         * @param usedTokens cumulative since the opening, per class, never less than before
         * @param sliceTokens output tokens wanted from here, 1 or more
         */
        record ExtendHold(String hold, int sequence, List<Long> usedTokens, long sliceTokens)
                implements Holds {
            public ExtendHold {
                usedTokens = List.copyOf(usedTokens);
            }
        }

        /**
         * Charges the usage.
         *
         * @param sequence one more than the last message's
         * @param usedTokens cumulative since the opening, per class, never less than before
         * @param last ends the hold; otherwise a part is charged and it goes on
         */
        record CommitHold(String hold, int sequence, List<Long> usedTokens, boolean last)
                implements Holds {
            public CommitHold {
                usedTokens = List.copyOf(usedTokens);
            }
        }

        /** Ends the hold; nothing more is charged. */
        record ReleaseHold(String hold, int sequence, String reason) implements Holds {}
    }

    /** Limits on consumption. */
    sealed interface Quotas extends LedgerCommand {

        record SetQuota(QuotaTerms terms) implements Quotas {}

        record RemoveQuota(String quota) implements Quotas {}
    }

    /** Limits on what one operator may come to owe; both gate new cross-operator holds. */
    sealed interface Caps extends LedgerCommand {

        /**
         * @param cap most that home may owe serving, held wholesale included, 0 or more
         */
        record SetBilateralCap(String homeOperator, String servingOperator, String asset, Pico cap)
                implements Caps {}

        /**
         * @param cap most that the operator may owe all others on balance, 0 or more
         * @param haircutBasisPoints how much of what others owe it does not count, 0 … 10,000
         */
        record SetNetDebitCap(String operator, String asset, Pico cap, int haircutBasisPoints)
                implements Caps {}
    }

    /** Usage that could not be rated, and usage that was rated by what turned out wrong. */
    sealed interface Rerating extends LedgerCommand {

        /**
         * Rates a suspended record again, of the system; nothing follows while it still cannot be.
         *
         * @param position of the suspended record
         */
        record RerateSuspended(long position) implements Rerating {}

        /**
         * Charges the difference to what the tariff versions now in force at the end of usage say;
         * nothing follows when there is none.
         *
         * @param position of the accepted record
         */
        record RepriceRecorded(long position) implements Rerating {}

        /**
         * The first of two persons who release a suspended record in spite of time or residency.
         *
         * @param reason why, for a person, 1 … 256 characters
         */
        record ProposeRelease(long position, String reason) implements Rerating {}

        /** The second person. */
        record ApproveRelease(long position) implements Rerating {}
    }

    /**
     * Does what is due first of all stored deadlines (a grant's or a hold's expiry, a window's
     * step); nothing follows when none is. The engine passes every due deadline before it decides
     * anything else, so that nothing is ever decided on what has expired.
     */
    record PassDeadline() implements LedgerCommand {}

    /**
     * Records what was consumed: one line or thousands. Facts are never refused for lack of money.
     *
     * @param records sealed with identity and fingerprint; the outcome is written into each
     * @param strict all or nothing: a conflict on any line leaves every line not applied
     */
    record RecordUsage(List<UsageRecord> records, boolean strict) implements LedgerCommand {}

    /** The settlement window, from open to netted; what comes after is {@link ClosingCommand}. */
    sealed interface Settlement extends LedgerCommand
            permits Settlement.OpenWindow,
                    Settlement.CutOffWindow,
                    Settlement.FenceWindow,
                    Settlement.SealWindow,
                    Settlement.CalculateWindow,
                    Settlement.IssueStatements,
                    Settlement.NetWindow,
                    WindowRunCommand,
                    ClosingCommand,
                    DisputeCommand,
                    DefaultCommand,
                    FxCommand {

        /**
         * Opens the first window of a settlement model.
         *
         * @param window its name, unique for ever
         * @param settlementModel the calendar it belongs to
         * @param startsAtEpochNanos nanoseconds since 1970
         */
        record OpenWindow(String window, String settlementModel, long startsAtEpochNanos)
                implements Settlement {}

        /**
         * Cuts a window off at T; the next one opens in the same decision.
         *
         * @param window the open window
         * @param cutOffEpochNanos T: what ended before it belongs to the window
         * @param nextWindow name of the window that opens
         */
        record CutOffWindow(String window, long cutOffEpochNanos, String nextWindow)
                implements Settlement {}

        /** Ends the grace period: nothing recorded after this enters the window. */
        record FenceWindow(String window) implements Settlement {}

        /**
         * Seals a fenced window.
         *
         * @param window the fenced window
         * @param records how many members the root was computed over; refused when it is not the
         *     ledger's own count
         * @param merkleRoot RFC 6962 root over the members' stored bytes, in journal order, as hex
         */
        record SealWindow(String window, long records, String merkleRoot) implements Settlement {}

        record CalculateWindow(String window) implements Settlement {}

        /**
         * Issues a calculated window's statements.
         *
         * @param affirmByEpochNanos until when operators may affirm, after which they are deemed to
         *     have; {@link #UNASKED} asks nobody
         * @param toleranceMinor how far an operator's own total may be off, minor units, 0 or more
         */
        record IssueStatements(String window, long affirmByEpochNanos, long toleranceMinor)
                implements Settlement {

            /** Nobody is asked whether they agree. */
            public static final long UNASKED = 0;

            /** Issues them without asking anybody. */
            public IssueStatements(String window) {
                this(window, UNASKED, 0);
            }
        }

        record NetWindow(String window) implements Settlement {}
    }
}
