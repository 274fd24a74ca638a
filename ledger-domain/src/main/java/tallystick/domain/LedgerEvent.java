package tallystick.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.quota.QuotaTerms;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.AgreementConditions;
import tallystick.domain.settlement.BilateralPosition;
import tallystick.domain.settlement.ExposureAlert;
import tallystick.domain.settlement.NetPosition;
import tallystick.domain.settlement.Statement;
import tallystick.domain.usage.UsageRecord;

/**
 * Everything that may happen. Each event takes one journal position, except that {@link
 * UsageRecorded} is a run: one position per record.
 */
public sealed interface LedgerEvent {

    /** Reference data. The n-th registration of a kind gives its subject the dense number n − 1. */
    sealed interface Reference extends LedgerEvent {

        record OperatorRegistered(
                String operator, String country, String currency, String publicKey)
                implements Reference {}

        record FactoryRegistered(String factory, String operator, String jurisdiction)
                implements Reference {}

        record ModelRegistered(String model) implements Reference {}

        record TenantRegistered(String tenant, String operator) implements Reference {}

        /**
         * @param version of this tariff, from 1
         */
        record TariffPublished(TariffTerms terms, int version) implements Reference {}

        /**
         * @param version of this agreement, from 1
         */
        record AgreementConcluded(AgreementTerms terms, int version) implements Reference {}

        /**
         * What an agreement says beyond its tariff; follows its conclusion.
         *
         * @param version of the agreement, from 1
         */
        record ConditionsAgreed(AgreementTerms terms, int version, AgreementConditions conditions)
                implements Reference {}
    }

    /** What customers hold. */
    sealed interface Wallets extends LedgerEvent {

        record WalletOpened(WalletTerms terms) implements Wallets {}

        /**
         * @param overdraftRepaid part of the grant that went to the overdraft at once, pico-units
         * @param shortfallRepaid part of the grant that went to shortfall debt at once, pico-units
         */
        record GrantIssued(GrantTerms terms, Pico overdraftRepaid, Pico shortfallRepaid)
                implements Wallets {}

        /**
         * What of a grant was not held when its time came; what a hold returns later follows in a
         * further event.
         *
         * @param lapsed to breakage if it was paid for, else back to where it came from
         * @param carried to the successor, 0 when there is none
         * @param successor the grant that credit lives on in, null for none
         */
        record GrantExpired(String grant, Pico lapsed, Pico carried, @Nullable GrantTerms successor)
                implements Wallets {}

        /**
         * A grant with credit on it expires in seven days; moves nothing, and happens once to a
         * grant.
         *
         * @param left credit on it that is not held
         */
        record GrantExpiring(String grant, Pico left, long expiresAtEpochNanos)
                implements Wallets {}

        /**
         * @param amount taken back to where it came from
         */
        record GrantVoided(String grant, Pico amount, String reason) implements Wallets {}

        /**
         * @param transfer also the name of the paid grant it becomes, which never expires
         * @param shares what each grant of the giving wallet bears, in draw order
         * @param overdraftRepaid part that went to the receiver's overdraft at once
         * @param shortfallRepaid part that went to the receiver's shortfall debt at once
         */
        record CreditTransferred(
                String transfer,
                String fromWallet,
                String toWallet,
                String asset,
                List<GrantShare> shares,
                Pico overdraftRepaid,
                Pico shortfallRepaid)
                implements Wallets {
            public CreditTransferred {
                shares = List.copyOf(shares);
            }
        }

        record AutoTopUpSet(String wallet, Pico threshold, Pico amount) implements Wallets {}

        record AlertsSet(String wallet, List<Pico> thresholds) implements Wallets {
            public AlertsSet {
                thresholds = List.copyOf(thresholds);
            }
        }

        record WalletSuspended(String wallet, String reason) implements Wallets {}

        record WalletResumed(String wallet) implements Wallets {}
    }

    /** Authorisations. What a hold charges is a usage record of its own, just before. */
    sealed interface Holds extends LedgerEvent {

        /** The hold's name. */
        String hold();

        /**
         * @param tariff retail tariff version pinned, such as {@code retail-kr@7}
         * @param interOperatorTariff wholesale version pinned, empty for home traffic
         * @param reservation what is set aside
         * @param grantedOutputTokens may be generated from here, 1 or more
         * @param validUntilEpochNanos the deadline
         * @param last no further slice can be afforded
         * @param softQuotas quotas it goes beyond and was let through
         */
        record HoldOpened(
                HoldTerms terms,
                String tariff,
                String interOperatorTariff,
                HoldReservation reservation,
                long grantedOutputTokens,
                long validUntilEpochNanos,
                boolean last,
                List<String> softQuotas)
                implements Holds {
            public HoldOpened {
                softQuotas = List.copyOf(softQuotas);
            }

            @Override
            public String hold() {
                return terms.hold();
            }
        }

        /**
         * @param usedTokens cumulative per class
         * @param sliceTokens as asked
         * @param reservation what is set aside from here, instead of what was before
         */
        record HoldExtended(
                String hold,
                int sequence,
                List<Long> usedTokens,
                long sliceTokens,
                HoldReservation reservation,
                long grantedOutputTokens,
                long validUntilEpochNanos,
                boolean last,
                List<String> softQuotas)
                implements Holds {
            public HoldExtended {
                usedTokens = List.copyOf(usedTokens);
                softQuotas = List.copyOf(softQuotas);
            }
        }

        /**
         * @param usedTokens cumulative per class
         * @param last ended it, and freed what was still set aside
         */
        record HoldCommitted(String hold, int sequence, List<Long> usedTokens, boolean last)
                implements Holds {
            public HoldCommitted {
                usedTokens = List.copyOf(usedTokens);
            }
        }

        record HoldReleased(String hold, int sequence, String reason) implements Holds {}

        /** Ended by its deadline; frees what was still set aside. */
        record HoldExpired(String hold) implements Holds {}
    }

    /** Limits on consumption. */
    sealed interface Quotas extends LedgerEvent {

        record QuotaSet(QuotaTerms terms) implements Quotas {}

        record QuotaRemoved(String quota) implements Quotas {}
    }

    /** Limits between operators. */
    sealed interface Caps extends LedgerEvent {

        record BilateralCapSet(String homeOperator, String servingOperator, String asset, Pico cap)
                implements Caps {}

        record NetDebitCapSet(String operator, String asset, Pico cap, int haircutBasisPoints)
                implements Caps {}

        /**
         * An exposure reached a mark from below.
         *
         * @param servingOperator of a bilateral cap, empty for the net debit cap
         * @param exposure when it did
         * @param limit the cap then, or what collateral leaves of it
         */
        record ExposureAlerted(
                String operator,
                String servingOperator,
                String asset,
                ExposureAlert mark,
                Pico exposure,
                Pico limit)
                implements Caps {}
    }

    /** The two persons who release a suspended record; its usage record follows the second. */
    sealed interface Rerating extends LedgerEvent {

        record ReleaseProposed(long position, String actor, String reason) implements Rerating {}

        record ReleaseApproved(long position, String actor) implements Rerating {}
    }

    /**
     * A run of usage records, accepted or suspended, one journal position each, consecutive. The
     * records are shared between readers: read only.
     */
    record UsageRecorded(List<UsageRecord> records) implements LedgerEvent {}

    /** The settlement window up to its netting; what comes after is {@link ClosingEvent}. */
    sealed interface Settlement extends LedgerEvent
            permits Settlement.WindowOpened,
                    Settlement.WindowCutOff,
                    Settlement.WindowFenced,
                    Settlement.WindowSealed,
                    Settlement.WindowCalculated,
                    Settlement.StatementsIssued,
                    Settlement.WindowNetted,
                    WindowRunEvent,
                    ClosingEvent,
                    DisputeEvent,
                    DefaultEvent,
                    FxEvent,
                    TermsEvent {

        record WindowOpened(String window, String settlementModel, long startsAtEpochNanos)
                implements Settlement {}

        record WindowCutOff(String window, long cutOffEpochNanos) implements Settlement {}

        /**
         * @param lastSequence N: the last journal position that may be a member
         */
        record WindowFenced(String window, long lastSequence) implements Settlement {}

        /**
         * @param records members
         * @param tokens Σ tokens of the members per token class
         * @param merkleRoot RFC 6962 root over the members' stored bytes, hex
         */
        record WindowSealed(String window, long records, List<Long> tokens, String merkleRoot)
                implements Settlement {
            public WindowSealed {
                tokens = List.copyOf(tokens);
            }
        }

        /**
         * @param statements one per pair and asset that has a member, in canonical order
         */
        record WindowCalculated(String window, List<Statement> statements) implements Settlement {
            public WindowCalculated {
                statements = List.copyOf(statements);
            }
        }

        record StatementsIssued(String window, List<String> statements) implements Settlement {
            public StatementsIssued {
                statements = List.copyOf(statements);
            }
        }

        record WindowNetted(
                String window, List<BilateralPosition> bilateral, List<NetPosition> positions)
                implements Settlement {
            public WindowNetted {
                bilateral = List.copyOf(bilateral);
                positions = List.copyOf(positions);
            }
        }
    }

    /**
     * How a keyed request was answered, success or refusal: ends the run of its events, and is
     * replayed to whoever sends the key again.
     *
     * @param actor who asked
     * @param key the idempotency key, unique per actor
     * @param fingerprint 64 bits of SHA-256 over the request's canonical body
     * @param resource name of what was made, empty for none
     * @param refusal why not, null when it was done
     */
    record RequestAnswered(
            String actor, String key, long fingerprint, String resource, @Nullable Refusal refusal)
            implements LedgerEvent {}
}
