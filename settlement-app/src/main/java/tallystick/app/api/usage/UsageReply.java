package tallystick.app.api.usage;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import tallystick.app.api.StrictJson;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.domain.ledger.Names;
import tallystick.domain.usage.UsageRecord;
import tallystick.domain.usage.UsageStatus;
import tools.jackson.core.JsonGenerator;

/**
 * Writes what became of a call's items, in their order: counts first, then a result an item. The
 * ledger's outcome of each stands in its record.
 */
final class UsageReply {

    private static final ProblemDocument CONFLICT =
            ProblemDocument.of(
                    ProblemCode.EVENT_CONFLICT,
                    "another record has this source and id; it stands, and this one changed"
                            + " nothing");

    private static final int FIRST_BYTES = 256;
    private static final int ITEM_BYTES = 160;

    private final UsageBatch batch;
    private final Names names;
    private final boolean minimal;
    private final AmountText amounts = new AmountText();

    /**
     * @param batch after the ledger's answer
     * @param names the ledger's
     * @param minimal leave accepted items out
     */
    UsageReply(UsageBatch batch, Names names, boolean minimal) {
        this.batch = batch;
        this.names = names;
        this.minimal = minimal;
    }

    /**
     * The reply as UTF-8 JSON, whole: so its length is known and it goes out in one piece.
     *
     * @param lastPosition to name when no item has a position
     */
    byte[] json(long lastPosition) {
        ByteArrayOutputStream out =
                new ByteArrayOutputStream(FIRST_BYTES + batch.size() * ITEM_BYTES);
        write(out, lastPosition);
        return out.toByteArray();
    }

    private void write(OutputStream out, long lastPosition) {
        int[] counts = new int[UsageStatus.values().length];
        long position = -1;
        for (UsageRecord usage : batch.records()) {
            counts[usage.status.ordinal()]++;
            position = Math.max(position, usage.position);
        }
        try (JsonGenerator json = StrictJson.generator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("accepted", counts[UsageStatus.ACCEPTED.ordinal()]);
            json.writeNumberProperty("duplicate", counts[UsageStatus.DUPLICATE.ordinal()]);
            json.writeNumberProperty("suspended", counts[UsageStatus.SUSPENDED.ordinal()]);
            json.writeNumberProperty("conflict", counts[UsageStatus.CONFLICT.ordinal()]);
            json.writeNumberProperty("rejected", batch.rejected().size());
            json.writeStringProperty(
                    "position", Long.toString(position < 0 ? lastPosition : position));
            json.writeArrayPropertyStart("results");
            writeResults(json);
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void writeResults(JsonGenerator json) {
        List<RejectedItem> rejected = batch.rejected();
        int nextRejected = 0;
        int nextRecord = 0;
        for (int index = 0; index < batch.size(); index++) {
            boolean isRejected =
                    nextRejected < rejected.size() && rejected.get(nextRejected).index() == index;
            if (isRejected) {
                writeRejected(json, rejected.get(nextRejected++));
            } else {
                writeResult(json, index, batch.records().get(nextRecord++));
            }
        }
    }

    private static void writeRejected(JsonGenerator json, RejectedItem item) {
        json.writeStartObject();
        json.writeNumberProperty("index", item.index());
        json.writeStringProperty("status", "rejected");
        json.writeName("problem");
        item.problem().writeTo(json);
        json.writeEndObject();
    }

    private void writeResult(JsonGenerator json, int index, UsageRecord usage) {
        if (minimal && usage.status == UsageStatus.ACCEPTED) {
            return;
        }
        json.writeStartObject();
        json.writeNumberProperty("index", index);
        json.writeStringProperty("status", wireName(usage.status));
        json.writeStringProperty("position", Long.toString(usage.position));
        switch (usage.status) {
            case ACCEPTED -> writeRated(json, usage);
            case SUSPENDED -> json.writeStringProperty("suspense", usage.suspense.wireName());
            case CONFLICT -> {
                json.writeName("problem");
                CONFLICT.writeTo(json);
            }
            case DUPLICATE -> {}
            case NOT_APPLIED ->
                    throw new IllegalStateException("a record without outcome was answered");
        }
        json.writeEndObject();
    }

    private void writeRated(JsonGenerator json, UsageRecord usage) {
        if (usage.overrun) {
            json.writeBooleanProperty("overrun", true);
        }
        if (usage.retailVersionRef == UsageRecord.NO_REF) {
            // Voids a record that was never rated: there is nothing to give back.
            return;
        }
        json.writeObjectPropertyStart("rated");
        json.writeName("amount");
        amounts.write(json, usage.retailHi, usage.retailLo);
        json.writeStringProperty("asset", names.tariffVersionAssets.nameOf(usage.retailVersionRef));
        json.writeStringProperty("tariff", names.tariffVersions.nameOf(usage.retailVersionRef));
        json.writeEndObject();
    }

    private static String wireName(UsageStatus status) {
        return switch (status) {
            case ACCEPTED -> "accepted";
            case SUSPENDED -> "suspended";
            case DUPLICATE -> "duplicate";
            case CONFLICT -> "conflict";
            case NOT_APPLIED -> "not_applied";
        };
    }
}
