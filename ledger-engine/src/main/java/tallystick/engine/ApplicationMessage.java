package tallystick.engine;

import org.jspecify.annotations.Nullable;

/**
 * An event of the application's own (a settlement process, a webhook): journaled beside the
 * ledger's events, opaque to the ledger.
 *
 * @param id unique for ever
 * @param aggregateType null when it belongs to no aggregate
 * @param aggregateId null when it belongs to no aggregate
 * @param aggregateSequence sequence within the aggregate from 0; −1 without aggregate
 * @param occurredEpochMillis when it was made
 * @param payloadType name of the payload's type
 * @param payloadRevision its revision, null for none
 * @param payload serialised payload, JSON
 * @param metadata serialised metadata, JSON
 */
public record ApplicationMessage(
        String id,
        @Nullable String aggregateType,
        @Nullable String aggregateId,
        long aggregateSequence,
        long occurredEpochMillis,
        String payloadType,
        @Nullable String payloadRevision,
        String payload,
        String metadata) {}
