package tallystick.app.api.usage;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.usage.UsageItem.Member;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.VendorDialect;
import tallystick.domain.usage.VendorFault;
import tallystick.engine.ingest.rule.UsageRule;
import tools.jackson.core.JsonParser;

/**
 * Reads token counts: the disjoint classes of {@code usage}, the vendor's object of {@code
 * usage_raw}, or both, which then must agree. One thread at a time.
 */
final class UsageCountsParser {

    private static final String NOT_A_CLASS = "is not a token class";
    private static final String OBJECT = "data.usage_raw.object";
    private static final List<String> DIALECTS =
            List.of(VendorDialect.values()).stream().map(VendorDialect::wireName).toList();
    private static final List<String> FIELDS = UsageRule.CLASS_FIELDS;

    private final EventCursor cursor;
    private final UsageItem item;
    private final MessageDigest sha256;
    private byte[] body = new byte[0];

    UsageCountsParser(EventCursor cursor, UsageItem item) {
        this.cursor = cursor;
        this.item = item;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    void open(byte[] bytes) {
        body = bytes;
    }

    // ---- usage ---------------------------------------------------------------------------------

    void readUsage() {
        if (!cursor.isObject("data.usage")) {
            return;
        }
        JsonParser parser = cursor.parser();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "input" -> readInput(parser);
                case "output" -> readOutput(parser);
                case "tool_calls" -> readClass(TokenClass.TOOL_CALLS);
                default -> cursor.unknownMember("data.usage", name, NOT_A_CLASS);
            }
        }
    }

    private void readInput(JsonParser parser) {
        if (!cursor.isObject("data.usage.input")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "uncached" -> readClass(TokenClass.INPUT_UNCACHED);
                case "cache_read" -> readClass(TokenClass.INPUT_CACHE_READ);
                case "cache_write_5m" -> readClass(TokenClass.INPUT_CACHE_WRITE_5M);
                case "cache_write_1h" -> readClass(TokenClass.INPUT_CACHE_WRITE_1H);
                case "audio" -> readClass(TokenClass.INPUT_AUDIO);
                case "image" -> readClass(TokenClass.INPUT_IMAGE);
                default -> cursor.unknownMember("data.usage.input", name, NOT_A_CLASS);
            }
        }
    }

    private void readOutput(JsonParser parser) {
        if (!cursor.isObject("data.usage.output")) {
            return;
        }
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "text" -> readClass(TokenClass.OUTPUT_TEXT);
                case "reasoning" -> readClass(TokenClass.OUTPUT_REASONING);
                case "audio" -> readClass(TokenClass.OUTPUT_AUDIO);
                default -> cursor.unknownMember("data.usage.output", name, NOT_A_CLASS);
            }
        }
    }

    private void readClass(TokenClass tokenClass) {
        int at = tokenClass.ordinal();
        item.usage.tokens[at] = cursor.count(FIELDS.get(at));
    }

    // ---- usage_raw -----------------------------------------------------------------------------

    void readRaw() {
        if (!cursor.isObject("data.usage_raw")) {
            return;
        }
        boolean hasObject = false;
        boolean hasDialect = false;
        JsonParser parser = cursor.parser();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "dialect" -> {
                    hasDialect = true;
                    String dialect = cursor.word("data.usage_raw.dialect", DIALECTS);
                    item.dialect = dialect == null ? null : VendorDialect.ofWireName(dialect);
                }
                case "object" -> {
                    hasObject = true;
                    readVendorObject(parser);
                }
                default ->
                        cursor.unknownMember(
                                "data.usage_raw", name, "is not a member the schema knows");
            }
        }
        if (!hasDialect) {
            cursor.fault("data.usage_raw.dialect", "is required");
        }
        if (!hasObject) {
            cursor.fault(OBJECT, "is required");
        }
    }

    /** Hashes the object's bytes as they stand, and flattens its numbers. */
    private void readVendorObject(JsonParser parser) {
        if (!cursor.isObject(OBJECT)) {
            return;
        }
        int from = (int) parser.currentTokenLocation().getByteOffset();
        flatten(parser, "");
        int to = (int) parser.currentLocation().getByteOffset();
        item.evidence = Arrays.copyOfRange(body, from, to);
        item.usage.evidenceSha256 = sha256.digest(item.evidence);
    }

    private void flatten(JsonParser parser, String prefix) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String path = prefix.isEmpty() ? name : prefix + "." + name;
            switch (parser.nextToken()) {
                case START_OBJECT -> flatten(parser, path);
                case START_ARRAY -> parser.skipChildren();
                case VALUE_NULL -> {}
                default ->
                        item.vendorUsage.add(
                                path, cursor.wholeNumberOrBroken(0, TokenClass.MAX_TOKENS));
            }
        }
    }

    /** Once all is read: the vendor's object gives the classes, or must agree with those given. */
    void checkWhole() {
        VendorDialect dialect = item.dialect;
        if (dialect == null || item.usage.evidenceSha256 == null) {
            return;
        }
        VendorFault fault = dialect.normalise(item.vendorUsage, item.vendorTokens);
        if (fault != null) {
            cursor.fault(
                    fault.notAdditive()
                            ? ProblemCode.USAGE_NOT_ADDITIVE
                            : ProblemCode.INVALID_EVENT,
                    OBJECT + "." + fault.field(),
                    fault.rule());
        } else if (item.has(Member.USAGE)) {
            compare();
        } else {
            System.arraycopy(item.vendorTokens, 0, item.usage.tokens, 0, TokenClass.COUNT);
        }
    }

    /** Tool calls are left out: most vendors' objects do not count them. */
    private void compare() {
        for (TokenClass tokenClass : TokenClass.ALL) {
            int at = tokenClass.ordinal();
            long given = item.usage.tokens[at];
            boolean isComparable =
                    tokenClass != TokenClass.TOOL_CALLS && given != EventCursor.BROKEN;
            if (isComparable && given != item.vendorTokens[at]) {
                cursor.fault(
                        ProblemCode.USAGE_MISMATCH,
                        FIELDS.get(at),
                        "must be what usage_raw says, " + item.vendorTokens[at]);
            }
        }
    }
}
