package tallystick.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.rating.TariffTerms;
import tallystick.domain.settlement.BilateralPosition;
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
    }

    /**
     * A run of usage records, accepted or suspended, one journal position each, consecutive. The
     * records are shared between readers: read only.
     */
    record UsageRecorded(List<UsageRecord> records) implements LedgerEvent {}

    /** The settlement window. */
    sealed interface Settlement extends LedgerEvent {

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
