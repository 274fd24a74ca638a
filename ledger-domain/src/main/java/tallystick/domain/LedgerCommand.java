package tallystick.domain;

import java.util.List;
import tallystick.domain.rating.TariffTerms;
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

        /** Concludes an agreement, or its next version. */
        record ConcludeAgreement(AgreementTerms terms) implements Reference {}
    }

    /** What customers hold. */
    sealed interface Wallets extends LedgerCommand {

        record OpenWallet(WalletTerms terms) implements Wallets {}

        record IssueGrant(GrantTerms terms) implements Wallets {}
    }

    /**
     * Records what was consumed: one line or thousands. Facts are never refused for lack of money.
     *
     * @param records sealed with identity and fingerprint; the outcome is written into each
     * @param strict all or nothing: a conflict on any line leaves every line not applied
     */
    record RecordUsage(List<UsageRecord> records, boolean strict) implements LedgerCommand {}

    /** The settlement window, from open to netted. */
    sealed interface Settlement extends LedgerCommand {

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

        record IssueStatements(String window) implements Settlement {}

        record NetWindow(String window) implements Settlement {}
    }
}
