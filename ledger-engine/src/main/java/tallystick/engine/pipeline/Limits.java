package tallystick.engine.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.IdempotencyKey;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerCommand.Reference.PublishTariff;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ApplicationMessage;

/**
 * What a leaf can hold. Checked on the caller's thread: whatever reaches the deciding thread can be
 * encoded, because there is no going back once an event is decided.
 */
final class Limits {

    /** Longest text of a request, in characters. */
    static final int TEXT = 4_096;

    /** Longest extra attributes of a usage record, in characters. */
    static final int ATTRIBUTES = 256 * 1024;

    /** Longest serialised payload and metadata together, in characters. */
    static final int PAYLOAD = 1024 * 1024;

    /** Most prices of a tariff version. */
    static final int PRICES = 32_768;

    private static final int EVIDENCE = 64;

    private Limits() {}

    static void check(LedgerRequest request) {
        text("actor", request.actor());
        IdempotencyKey key = request.idempotencyKey();
        text("idempotency key", key == null ? null : key.key());
        if (request.command() instanceof RecordUsage usage) {
            for (int i = 0; i < usage.records().size(); i++) {
                check(usage.records().get(i));
            }
        } else if (request.command() instanceof PublishTariff tariff) {
            require(tariff.terms().prices().size() <= PRICES, "prices");
        }
    }

    static void check(List<ApplicationMessage> messages) {
        for (ApplicationMessage message : messages) {
            text("message id", message.id());
            text("aggregate type", message.aggregateType());
            text("aggregate id", message.aggregateId());
            text("payload type", message.payloadType());
            text("payload revision", message.payloadRevision());
            require(message.payload().length() + message.metadata().length() <= PAYLOAD, "payload");
        }
    }

    private static void check(UsageRecord usage) {
        text("source", usage.source);
        text("id", usage.id);
        text("wallet", usage.wallet);
        text("request id", usage.requestId);
        text("hold", usage.hold);
        text("model", usage.model);
        text("model served", usage.modelServed);
        text("home operator", usage.homeOperator);
        text("serving operator", usage.servingOperator);
        text("tenant", usage.tenant);
        text("API key", usage.apiKey);
        text("site", usage.site);
        text("served in", usage.servedIn);
        text("corrected source", usage.correctsSource);
        text("corrected id", usage.correctsId);
        String attributes = usage.attributes;
        require(attributes == null || attributes.length() <= ATTRIBUTES, "attributes");
        byte[] evidence = usage.evidenceSha256;
        require(evidence == null || evidence.length <= EVIDENCE, "evidence hash");
    }

    private static void text(String what, @Nullable String text) {
        require(text == null || text.length() <= TEXT, what);
    }

    private static void require(boolean fits, String what) {
        if (!fits) {
            throw new IllegalArgumentException(what + " is longer than an event may hold");
        }
    }
}
