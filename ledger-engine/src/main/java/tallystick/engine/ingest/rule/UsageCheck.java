package tallystick.engine.ingest.rule;

import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * Holds a record that came without JSON to the rules of the JSON door. A name or source that is the
 * same {@code String} as a good one met lately is not read again. One thread at a time.
 */
public final class UsageCheck {

    private static final int SHA_256_BYTES = 32;
    private static final int NAMES = 1 << 10;
    private static final int SOURCES = 1 << 6;

    /**
     * A good source.
     *
     * @param site that it tells, null for none
     */
    private record Source(String text, @Nullable String site) {}

    private final AttributesCheck attributes;
    private final @Nullable String[] goodNames = new @Nullable String[NAMES];
    private final @Nullable Source[] goodSources = new @Nullable Source[SOURCES];

    /**
     * @param attributes judges what is kept and not interpreted
     */
    public UsageCheck(AttributesCheck attributes) {
        this.attributes = attributes;
    }

    /**
     * Notes every rule that the record's facts break; fills in the site that its source tells, as
     * the JSON door does. Texts that are absent are empty or null.
     *
     * @param kind as sent: {@link UsageKind} has no value for one that nobody knows
     */
    public void check(UsageRecord usage, int kind, UsageFaults faults) {
        String site = checkEnvelope(usage, kind, faults);
        checkData(usage, faults);
        checkTokens(usage, faults);
        checkParties(usage, faults);
        checkKind(usage, faults);
        String more = usage.attributes;
        if (more != null && more.length() > UsageRule.ATTRIBUTES_MAX) {
            faults.add("event", UsageRule.ATTRIBUTES);
        } else if (more != null) {
            attributes.check(usage, faults);
        }
        if (usage.site == null) {
            usage.site = site;
        }
    }

    /** Returns the site that the source tells, null for none. */
    private @Nullable String checkEnvelope(UsageRecord usage, int kind, UsageFaults faults) {
        id("id", usage.id, UsageRule.NAME_MAX, faults);
        String site = checkSource(usage.source, faults);
        if (kind < 0 || kind >= UsageRule.TYPES.size()) {
            faults.add("type", UsageRule.oneOf(UsageRule.TYPES));
        }
        required("subject", usage.wallet, faults);
        if (usage.endedEpochNanos < 0 || usage.endedEpochNanos > UsageRule.LATEST_EPOCH_NANOS) {
            faults.add("time", UsageRule.TIME);
        }
        if (usage.sequence < -1) {
            faults.add("sequence", "must be 1 to 19 digits");
        }
        return site;
    }

    @SuppressWarnings("ReferenceEquality") // only saves work
    private @Nullable String checkSource(String text, UsageFaults faults) {
        if (text.isEmpty()) {
            faults.add("source", UsageRule.REQUIRED);
            return null;
        }
        int slot = text.hashCode() & (SOURCES - 1);
        Source met = goodSources[slot];
        if (met != null && met.text == text) {
            return met.site;
        }
        if (!uriReference("source", text, faults)) {
            return null;
        }
        if (SourceCheck.isReserved(text)) {
            faults.add("source", SourceCheck.RESERVED_RULE);
            return null;
        }
        String site = SourceCheck.siteIn(text);
        goodSources[slot] = new Source(text, site);
        return site;
    }

    private void checkData(UsageRecord usage, UsageFaults faults) {
        if (usage.requestId.isEmpty()) {
            faults.add("data.request_id", UsageRule.REQUIRED);
        } else if (!faults.isEmpty() || !usage.requestId.equals(usage.id)) {
            // Equal to a good id, it is good.
            id("data.request_id", usage.requestId, UsageRule.NAME_MAX, faults);
        }
        if (usage.attempt < 1) {
            faults.add("data.attempt", UsageRule.wholeNumber(1, Integer.MAX_VALUE));
        }
        if (usage.hold != null) {
            id("data.hold_id", usage.hold, UsageRule.HOLD_MAX, faults);
        }
        required("data.model.requested", usage.model, faults);
        optional("data.model.served", usage.modelServed, faults);
    }

    private static void checkTokens(UsageRecord usage, UsageFaults faults) {
        for (int i = 0; i < TokenClass.COUNT; i++) {
            long count = usage.tokens[i];
            if (count < 0 || count > TokenClass.MAX_TOKENS) {
                faults.add(
                        UsageRule.CLASS_FIELDS.get(i),
                        UsageRule.wholeNumber(0, TokenClass.MAX_TOKENS));
            }
        }
        byte[] evidence = usage.evidenceSha256;
        if (evidence != null && evidence.length != SHA_256_BYTES) {
            faults.add("data.usage_raw", "must be a SHA-256 of 32 bytes");
        }
    }

    private void checkParties(UsageRecord usage, UsageFaults faults) {
        required("data.parties.home_operator", usage.homeOperator, faults);
        required("data.parties.serving_operator", usage.servingOperator, faults);
        required("data.parties.tenant", usage.tenant, faults);
        optional("data.parties.api_key", usage.apiKey, faults);
        String country = usage.servedIn;
        if (country != null && !TextCheck.isCountry(country)) {
            String rule = TextCheck.brokenRule(country, 1, UsageRule.NAME_MAX);
            faults.add("data.sovereignty.served_in", rule == null ? TextCheck.COUNTRY_RULE : rule);
        }
        optional("data.sovereignty.site", usage.site, faults);
    }

    private static void checkKind(UsageRecord usage, UsageFaults faults) {
        boolean isReplacing = usage.kind == UsageKind.CORRECTED || usage.kind == UsageKind.VOIDED;
        if (usage.kind == UsageKind.PROGRESS && usage.hold == null) {
            faults.add("data.hold_id", UsageRule.REQUIRED);
        }
        if (usage.correctsSource != null || usage.correctsId != null) {
            checkCorrects(usage, faults);
        } else if (isReplacing) {
            faults.add("data.corrects", UsageRule.REQUIRED);
        }
        // With attributes, whoever reads them looks for the reason among them.
        if (isReplacing && usage.attributes == null) {
            faults.add("data.reason", UsageRule.REQUIRED);
        }
    }

    private static void checkCorrects(UsageRecord usage, UsageFaults faults) {
        String corrected = usage.correctsSource;
        if (corrected == null) {
            faults.add("data.corrects.source", UsageRule.REQUIRED);
        } else {
            uriReference("data.corrects.source", corrected, faults);
        }
        if (usage.correctsId == null) {
            faults.add("data.corrects.id", UsageRule.REQUIRED);
        } else {
            id("data.corrects.id", usage.correctsId, UsageRule.NAME_MAX, faults);
        }
    }

    private static boolean uriReference(String field, String text, UsageFaults faults) {
        String rule = TextCheck.brokenRule(text, 1, UsageRule.SOURCE_MAX);
        if (rule == null && !SourceCheck.isUriReference(text)) {
            rule = SourceCheck.RULE;
        }
        if (rule != null) {
            faults.add(field, rule);
        }
        return rule == null;
    }

    private static void id(String field, String text, int max, UsageFaults faults) {
        String rule = TextCheck.brokenRule(text, 1, max);
        if (rule != null) {
            faults.add(field, rule);
        }
    }

    private void required(String field, String text, UsageFaults faults) {
        if (text.isEmpty()) {
            faults.add(field, UsageRule.REQUIRED);
        } else {
            name(field, text, faults);
        }
    }

    private void optional(String field, @Nullable String text, UsageFaults faults) {
        if (text != null) {
            name(field, text, faults);
        }
    }

    @SuppressWarnings("ReferenceEquality") // only saves work
    private void name(String field, String text, UsageFaults faults) {
        int slot = text.hashCode() & (NAMES - 1);
        if (text == goodNames[slot]) {
            return;
        }
        String rule = TextCheck.brokenRule(text, 1, UsageRule.NAME_MAX);
        if (rule == null) {
            goodNames[slot] = text;
        } else {
            faults.add(field, rule);
        }
    }
}
