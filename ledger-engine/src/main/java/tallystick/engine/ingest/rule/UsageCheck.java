package tallystick.engine.ingest.rule;

import org.jspecify.annotations.Nullable;
import tallystick.domain.usage.TokenClass;
import tallystick.domain.usage.UsageKind;
import tallystick.domain.usage.UsageRecord;

/**
 * Holds a record that came without JSON to the rules of the JSON door. A text that is the same
 * {@code String} as the last good one of its field is not read again. One thread at a time.
 */
public final class UsageCheck {

    private static final int SHA_256_BYTES = 32;

    private final AttributesCheck attributes;

    private String source = "";
    private @Nullable String site;
    private String wallet = "";
    private String model = "";
    private String modelServed = "";
    private String home = "";
    private String serving = "";
    private String tenant = "";
    private String apiKey = "";
    private String knownSite = "";
    private String servedIn = "";

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
        checkEnvelope(usage, kind, faults);
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

    private void checkEnvelope(UsageRecord usage, int kind, UsageFaults faults) {
        id("id", usage.id, UsageRule.NAME_MAX, faults);
        if (source(usage.source, faults)) {
            source = usage.source;
            site = SourceCheck.siteIn(source);
        }
        if (kind < 0 || kind >= UsageRule.TYPES.size()) {
            faults.add("type", UsageRule.oneOf(UsageRule.TYPES));
        }
        wallet = required("subject", usage.wallet, wallet, faults);
        if (usage.endedEpochNanos < 0 || usage.endedEpochNanos > UsageRule.LATEST_EPOCH_NANOS) {
            faults.add("time", UsageRule.TIME);
        }
        if (usage.sequence < -1) {
            faults.add("sequence", "must be 1 to 19 digits");
        }
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
        model = required("data.model.requested", usage.model, model, faults);
        modelServed = optional("data.model.served", usage.modelServed, modelServed, faults);
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
        home = required("data.parties.home_operator", usage.homeOperator, home, faults);
        serving = required("data.parties.serving_operator", usage.servingOperator, serving, faults);
        tenant = required("data.parties.tenant", usage.tenant, tenant, faults);
        apiKey = optional("data.parties.api_key", usage.apiKey, apiKey, faults);
        String country = usage.servedIn;
        if (country != null && !country.equals(servedIn)) {
            String field = "data.sovereignty.served_in";
            String rule = TextCheck.brokenRule(country, 1, UsageRule.NAME_MAX);
            if (rule == null && TextCheck.isCountry(country)) {
                servedIn = country;
            } else {
                faults.add(field, rule == null ? TextCheck.COUNTRY_RULE : rule);
            }
        }
        knownSite = optional("data.sovereignty.site", usage.site, knownSite, faults);
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

    /** Whether the source is good and another than the last one. */
    @SuppressWarnings("ReferenceEquality") // only saves work
    private boolean source(String text, UsageFaults faults) {
        if (text == source && !text.isEmpty()) {
            return false;
        }
        if (text.isEmpty()) {
            faults.add("source", UsageRule.REQUIRED);
            return false;
        }
        return uriReference("source", text, faults);
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

    /** Returns what the field's last good text is from now on. */
    @SuppressWarnings("ReferenceEquality") // only saves work
    private static String required(String field, String text, String lastGood, UsageFaults faults) {
        if (text == lastGood && !text.isEmpty()) {
            return lastGood;
        }
        String rule =
                text.isEmpty()
                        ? UsageRule.REQUIRED
                        : TextCheck.brokenRule(text, 1, UsageRule.NAME_MAX);
        if (rule != null) {
            faults.add(field, rule);
        }
        return rule == null ? text : lastGood;
    }

    @SuppressWarnings("ReferenceEquality") // only saves work
    private static String optional(
            String field, @Nullable String text, String lastGood, UsageFaults faults) {
        if (text == null || (text == lastGood && !text.isEmpty())) {
            return lastGood;
        }
        String rule = TextCheck.brokenRule(text, 1, UsageRule.NAME_MAX);
        if (rule != null) {
            faults.add(field, rule);
        }
        return rule == null ? text : lastGood;
    }
}
