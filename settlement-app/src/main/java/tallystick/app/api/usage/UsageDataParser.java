package tallystick.app.api.usage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.CanonicalJson.Lexeme;
import tallystick.app.api.SortedObject;
import tallystick.app.api.Texts;
import tallystick.app.api.usage.UsageItem.Member;
import tallystick.domain.usage.UsageKind;
import tallystick.engine.ingest.rule.UsageRule;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the {@code data} of a usage event. One thread at a time. */
final class UsageDataParser {

    private static final int NAME_MAX = UsageRule.NAME_MAX;
    private static final int HOLD_MAX = UsageRule.HOLD_MAX;
    private static final int TEXT_MAX = 256;
    private static final int MOST_LABELS = 32;
    private static final String NOT_IN_SCHEMA = "is not a member the schema knows";

    private static final List<String> FINISHES =
            List.of(
                    "stop",
                    "length",
                    "tool_calls",
                    "content_filter",
                    "cancelled",
                    "client_disconnect",
                    "quota_exhausted",
                    "error");
    private static final List<String> REASONS =
            List.of(
                    "duplicate",
                    "meter_fault",
                    "wrong_party",
                    "quality_credit",
                    "price_fault",
                    "dispute_upheld",
                    "other");
    private static final List<String> METHODS =
            List.of("engine_reported", "gateway_tokenized", "estimated");
    private static final List<String> CLASSIFICATIONS =
            List.of("public", "internal", "restricted", "secret");

    private final EventCursor cursor;
    private final UsageItem item;
    private final SourceTexts sources;
    private final UsageCountsParser counts;

    UsageDataParser(EventCursor cursor, UsageItem item, SourceTexts sources) {
        this.cursor = cursor;
        this.item = item;
        this.sources = sources;
        counts = new UsageCountsParser(cursor, item);
    }

    /** Begins a body, of which vendors' usage objects are hashed as they stand. */
    void open(byte[] body) {
        counts.open(body);
    }

    void read() {
        if (!cursor.isObject("data")) {
            return;
        }
        JsonParser parser = cursor.parser();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "request_id" -> {
                    item.met(Member.REQUEST_ID);
                    String id = cursor.id("data.request_id", NAME_MAX);
                    item.usage.requestId = id == null ? "" : id;
                }
                case "attempt" ->
                        item.usage.attempt =
                                (int) cursor.wholeNumber("data.attempt", 1, Integer.MAX_VALUE);
                case "hold_id" -> {
                    item.met(Member.HOLD_ID);
                    item.usage.hold = cursor.id("data.hold_id", HOLD_MAX);
                }
                case "cumulative" -> item.cumulative = cursor.truth("data.cumulative");
                case "model" -> readModel(parser);
                case "usage" -> {
                    item.met(Member.USAGE);
                    counts.readUsage();
                }
                case "usage_raw" -> {
                    item.met(Member.USAGE_RAW);
                    counts.readRaw();
                }
                case "parties" -> readParties(parser);
                case "sovereignty" -> readSovereignty(parser);
                case "corrects" -> readCorrects(parser);
                case "measurement" -> readMeasurement(parser);
                case "labels" -> readLabels(parser);
                default -> readMore(name);
            }
        }
    }

    /** Members that are kept and not interpreted. */
    private void readMore(String name) {
        Object value =
                switch (name) {
                    case "operation" -> cursor.name("data.operation", TEXT_MAX);
                    case "provider" -> cursor.name("data.provider", TEXT_MAX);
                    case "service_tier" -> cursor.name("data.service_tier", 32);
                    case "streamed" -> Lexeme.of(cursor.truth("data.streamed"));
                    case "finish" -> cursor.word("data.finish", FINISHES);
                    case "reason" -> {
                        item.met(Member.REASON);
                        yield cursor.word("data.reason", REASONS);
                    }
                    case "started_at" -> startedAt();
                    default -> cursor.opaque("data", item.dataMore);
                };
        keep(item.dataMore, name, value);
    }

    private static void keep(SortedObject parent, String name, @Nullable Object value) {
        if (value != null && parent.size() < UsageItem.MOST_KEPT) {
            parent.put(name, value);
        }
    }

    private @Nullable String startedAt() {
        return cursor.time("data.started_at") == EventCursor.BROKEN
                ? null
                : cursor.parser().getString();
    }

    private void readModel(JsonParser parser) {
        item.met(Member.MODEL);
        if (!cursor.isObject("data.model")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "requested" -> {
                    String model = cursor.name("data.model.requested", NAME_MAX);
                    item.usage.model = model == null ? "" : model;
                }
                case "served" ->
                        item.usage.modelServed = cursor.name("data.model.served", NAME_MAX);
                default -> cursor.unknownMember("data.model", name, NOT_IN_SCHEMA);
            }
        }
        cursor.requireText(item.usage.model, "data.model.requested");
    }

    private void readParties(JsonParser parser) {
        item.met(Member.PARTIES);
        if (!cursor.isObject("data.parties")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "home_operator" ->
                        item.usage.homeOperator = party("data.parties.home_operator");
                case "serving_operator" ->
                        item.usage.servingOperator = party("data.parties.serving_operator");
                case "tenant" -> item.usage.tenant = party("data.parties.tenant");
                case "api_key" -> item.usage.apiKey = cursor.name("data.parties.api_key", NAME_MAX);
                case "project" ->
                        keep(item.parties, name, cursor.name("data.parties.project", NAME_MAX));
                case "end_user" ->
                        keep(item.parties, name, cursor.name("data.parties.end_user", NAME_MAX));
                default -> cursor.unknownMember("data.parties", name, NOT_IN_SCHEMA);
            }
        }
        cursor.requireText(item.usage.homeOperator, "data.parties.home_operator");
        cursor.requireText(item.usage.servingOperator, "data.parties.serving_operator");
        cursor.requireText(item.usage.tenant, "data.parties.tenant");
    }

    private String party(String field) {
        String name = cursor.name(field, NAME_MAX);
        return name == null ? "" : name;
    }

    private void readSovereignty(JsonParser parser) {
        if (!cursor.isObject("data.sovereignty")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "served_in" ->
                        item.usage.servedIn = cursor.country("data.sovereignty.served_in");
                case "site" -> item.usage.site = cursor.name("data.sovereignty.site", NAME_MAX);
                case "allowed" -> keep(item.sovereignty, name, allowed(parser));
                case "classification" ->
                        keep(
                                item.sovereignty,
                                name,
                                cursor.word("data.sovereignty.classification", CLASSIFICATIONS));
                case "policy_id" ->
                        keep(
                                item.sovereignty,
                                name,
                                cursor.name("data.sovereignty.policy_id", TEXT_MAX));
                default -> cursor.unknownMember("data.sovereignty", name, NOT_IN_SCHEMA);
            }
        }
    }

    private @Nullable List<String> allowed(JsonParser parser) {
        String field = "data.sovereignty.allowed";
        if (!cursor.isArray(field)) {
            return null;
        }
        List<String> countries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String country = cursor.country(field);
            if (country != null && !seen.add(country)) {
                cursor.fault(field, "must not have the same jurisdiction twice");
            }
            countries.add(country == null ? "" : country);
        }
        return countries;
    }

    private void readCorrects(JsonParser parser) {
        item.met(Member.CORRECTS);
        if (!cursor.isObject("data.corrects")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "source" ->
                        item.usage.correctsSource = sources.read("data.corrects.source", TEXT_MAX);
                case "id" -> item.usage.correctsId = cursor.id("data.corrects.id", NAME_MAX);
                default -> cursor.unknownMember("data.corrects", name, NOT_IN_SCHEMA);
            }
        }
        cursor.requireText(item.usage.correctsSource, "data.corrects.source");
        cursor.requireText(item.usage.correctsId, "data.corrects.id");
    }

    private void readMeasurement(JsonParser parser) {
        if (!cursor.isObject("data.measurement")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "method" ->
                        keep(
                                item.measurement,
                                name,
                                cursor.word("data.measurement.method", METHODS));
                case "meter_id" ->
                        keep(
                                item.measurement,
                                name,
                                cursor.name("data.measurement.meter_id", TEXT_MAX));
                case "meter_version" ->
                        keep(
                                item.measurement,
                                name,
                                cursor.name("data.measurement.meter_version", TEXT_MAX));
                case "tokenizer" ->
                        keep(
                                item.measurement,
                                name,
                                cursor.name("data.measurement.tokenizer", TEXT_MAX));
                default -> cursor.unknownMember("data.measurement", name, NOT_IN_SCHEMA);
            }
        }
    }

    private void readLabels(JsonParser parser) {
        if (!cursor.isObject("data.labels")) {
            return;
        }
        int labels = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            String field = EventCursor.member("data.labels", name);
            if (++labels > MOST_LABELS) {
                parser.skipChildren();
            } else if (Texts.brokenRule(name, 1, NAME_MAX) != null) {
                cursor.unknownMember("data.labels", name, "must be named like any other name");
            } else {
                keep(item.labels, name, cursor.name(field, NAME_MAX));
            }
        }
        if (labels > MOST_LABELS) {
            cursor.fault("data.labels", "must have at most " + MOST_LABELS + " members");
        }
    }

    /** Rules over the whole {@code data}, once every member has been read. */
    void checkWhole() {
        required(Member.REQUEST_ID, "data.request_id");
        required(Member.MODEL, "data.model");
        required(Member.PARTIES, "data.parties");
        switch (item.usage.kind) {
            case RECORDED -> requireUsage();
            case PROGRESS -> {
                required(Member.HOLD_ID, "data.hold_id");
                if (!item.cumulative) {
                    cursor.fault("data.cumulative", "must be true in a progress event");
                }
                requireUsage();
            }
            case CORRECTED -> {
                required(Member.CORRECTS, "data.corrects");
                required(Member.REASON, "data.reason");
                requireUsage();
            }
            case VOIDED -> {
                required(Member.CORRECTS, "data.corrects");
                required(Member.REASON, "data.reason");
            }
            case REPRICED ->
                    throw new IllegalStateException("no sender makes a record of this kind");
        }
        // A progress event is always cumulative, and no event is unless it says so.
        if (item.cumulative && item.usage.kind != UsageKind.PROGRESS) {
            item.dataMore.put("cumulative", Lexeme.of(true));
        }
        counts.checkWhole();
    }

    private void required(Member member, String field) {
        if (!item.has(member)) {
            cursor.fault(field, "is required");
        }
    }

    private void requireUsage() {
        if (!item.has(Member.USAGE) && !item.has(Member.USAGE_RAW)) {
            cursor.fault("data.usage", "is required, or usage_raw in its place");
        }
    }
}
