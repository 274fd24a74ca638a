package tallystick.client;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reference data to register. Tariffs and agreements get their next version; none is edited. */
public sealed interface Registration {

    /** The collection it goes into, and the member that names it. */
    @JsonIgnore
    Place place();

    /**
     * Where a registration goes.
     *
     * @param collection such as {@code operators}
     * @param member of requests and answers, such as {@code operator}
     */
    record Place(String collection, String member) {}

    /**
     * A member of the federation.
     *
     * @param country ISO 3166-1 alpha-2
     * @param currency ISO 4217
     * @param publicKey Base64 of the 32 bytes of an Ed25519 key, null for none
     */
    record Operator(String operator, String country, String currency, @Nullable String publicKey)
            implements Registration {
        @Override
        public Place place() {
            return new Place("operators", "operator");
        }
    }

    /**
     * An operator's site.
     *
     * @param jurisdiction ISO 3166-1 alpha-2
     */
    record Factory(String factory, String operator, String jurisdiction) implements Registration {
        @Override
        public Place place() {
            return new Place("factories", "factory");
        }
    }

    /** A model, by the name that requests ask for. */
    record Model(String model) implements Registration {
        @Override
        public Place place() {
            return new Place("models", "model");
        }
    }

    /** A customer of a home operator. */
    record Tenant(String tenant, String operator) implements Registration {
        @Override
        public Place place() {
            return new Place("tenants", "tenant");
        }
    }

    /**
     * A tariff's next version.
     *
     * @param kind {@code retail} or {@code inter_operator}
     * @param zone IANA time zone of tier periods, null for UTC
     * @param minimumCharge of a record, null for none
     * @param tierPeriod {@code day} or {@code month}, null without tiers
     * @param prices 1 … 10,000
     */
    record Tariff(
            String tariff,
            String kind,
            String operator,
            String asset,
            @Nullable String zone,
            Instant effectiveFrom,
            @Nullable BigDecimal minimumCharge,
            @Nullable String tierPeriod,
            List<Price> prices)
            implements Registration {

        public Tariff {
            prices = List.copyOf(prices);
        }

        @Override
        public Place place() {
            return new Place("tariffs", "tariff");
        }
    }

    /**
     * A price.
     *
     * @param tokenClass such as {@code output.text}
     * @param jurisdiction ISO 3166-1 alpha-2, null for anywhere
     * @param perMillion at most six decimals
     * @param mode {@code flat}, {@code graduated} or {@code volume}; null for the first
     * @param tiers null for none
     */
    record Price(
            String model,
            @JsonProperty("class") String tokenClass,
            @Nullable String jurisdiction,
            BigDecimal perMillion,
            @Nullable String mode,
            @Nullable List<Tier> tiers) {

        /** The same price for every token, wherever it is served. */
        public static Price flat(String model, String tokenClass, BigDecimal perMillion) {
            return new Price(model, tokenClass, null, perMillion, null, null);
        }
    }

    /**
     * A tier.
     *
     * @param from so many tokens of the period are before it, 1 or more
     */
    record Tier(long from, BigDecimal perMillion) {}

    /** An agreement on roaming, or its next version. */
    record Agreement(
            String agreement,
            String homeOperator,
            String servingOperator,
            String interOperatorTariff,
            String settlementModel,
            Instant effectiveFrom)
            implements Registration {
        @Override
        public Place place() {
            return new Place("agreements", "agreement");
        }
    }
}
