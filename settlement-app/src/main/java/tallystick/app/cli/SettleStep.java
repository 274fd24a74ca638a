package tallystick.app.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tallystick settle} can do: each step is one request of the API. {@code {}} in a path
 * is the subject.
 */
enum SettleStep {
    WINDOWS("GET", "windows"),
    WINDOW("GET", "windows/{}"),
    STATEMENTS("GET", "windows/{}/statements"),
    STATEMENT("GET", "statements/{}"),
    POSITIONS("GET", "windows/{}/positions"),
    EXPOSURE("GET", "windows/{}/exposure"),
    AFFIRMATIONS("GET", "windows/{}/affirmations"),
    APPROVALS("GET", "windows/{}/approvals"),
    FUNDING("GET", "windows/{}/funding"),
    INSTRUCTIONS("GET", "windows/{}/instructions"),
    FINALITY("GET", "windows/{}/finality"),
    MODELS("GET", "models"),
    SCHEDULE("GET", "windows/{}/schedule"),
    GAP_REPORT("GET", "windows/{}/gap-report"),
    MODEL(
            "POST",
            "models",
            "calendar",
            "time_zone?",
            "cut_off_at?",
            "cut_offs?",
            "grace?",
            "affirm_within?",
            "tolerance_minor?",
            "currencies?"),
    BATCH(
            "POST",
            "windows/{}/batches",
            "serving_operator",
            "home_operator",
            "sequence",
            "records",
            "tokens",
            "last?",
            "signature?"),
    FX_SOURCES("GET", "fx-sources"),
    FX_FIXINGS("GET", "fx-fixings"),
    FX_TERMS("GET", "fx-terms"),
    FX_SOURCE("POST", "fx-sources", "public_key"),
    FX_FIXING(
            "POST",
            "fx-fixings",
            "fixed_at",
            "base",
            "quote",
            "mid",
            "spread_ppm?",
            "path?",
            "signature"),
    FX_SETTLE_IN("POST", "fx-terms", "agent", "source", "max_age", "settle_in?"),
    CONVERT("POST", "windows/{}/convert", "without?"),
    CONVERSION("GET", "windows/{}/conversion"),
    DOCUMENTS("GET", "windows/{}/documents"),
    DOCUMENT("GET", "documents/{}", "as?"),
    MESSAGE("GET", "instructions/{}.xml"),
    NET_MESSAGE("GET", "windows/{}/instructions/{asset}.xml", "asset"),
    BANK_ENTRY("GET", "entries?entry={}"),
    LEG("GET", "legs/{}"),
    POSITION("GET", "windows/{}/positions/{operator}/{asset}", "operator", "asset"),
    LINES("GET", "statements/{}/lines"),
    EVENTS("GET", "statements/{}/lines/{line}/events", "line", "cursor?", "limit?"),
    USAGE("GET", "usage/{}"),
    OPEN("POST", "windows", "settlement_model", "starts_at"),
    CUTOFF("POST", "windows/{}/cutoff", "cut_off", "next_window"),
    SEAL("POST", "windows/{}/seal"),
    CALCULATE("POST", "windows/{}/calculate"),
    ISSUE("POST", "windows/{}/issue", "affirm_by?", "tolerance_minor?"),
    AFFIRM("POST", "statements/{}/affirm", "operator"),
    AFFIRM_CHECK("POST", "statements/{}/affirm/check", "operator"),
    AGGREGATE("POST", "statements/{}/aggregate", "operator", "hash", "total"),
    NET("POST", "windows/{}/net"),
    APPROVE("POST", "windows/{}/approve", "hash"),
    APPROVE_CHECK("POST", "windows/{}/approve/check", "hash"),
    FUND("POST", "windows/{}/fund", "due_by"),
    PAYIN("POST", "windows/{}/payins", "operator", "asset", "amount", "entry"),
    INSTRUCT("POST", "windows/{}/instruct", "value_date"),
    INSTRUCT_CHECK("POST", "windows/{}/instruct/check"),
    BANK_REPORT("POST", "cash-reports"),
    CONFIRM("POST", "windows/{}/confirm", "uetr", "asset", "amount", "entry"),
    FINALISE("POST", "windows/{}/finalise"),
    DISPUTES("GET", "windows/{}/disputes"),
    DISPUTE("GET", "disputes/{}"),
    DISPUTE_OPEN("POST", "statements/{}/dispute", "dispute", "operator", "claims", "reason"),
    ACKNOWLEDGE("POST", "disputes/{}/acknowledge", "operator"),
    EVIDENCE("POST", "disputes/{}/evidence", "operator", "evidence"),
    AGREE("POST", "disputes/{}/agree", "operator", "grants"),
    REJECT("POST", "disputes/{}/reject", "operator", "reason"),
    ESCALATE("POST", "disputes/{}/escalate", "operator", "reason"),
    ARBITRATE("POST", "disputes/{}/arbitrate", "grants", "reason"),
    RESOLVE("POST", "disputes/{}/resolve"),
    DEFAULTS("GET", "windows/{}/defaults"),
    COLLATERAL("GET", "collateral"),
    DEPOSIT("POST", "collateral/{}/deposit", "asset", "amount", "entry"),
    WITHDRAW("POST", "collateral/{}/withdraw", "asset", "amount", "entry"),
    GRACE("POST", "windows/{}/grace", "operator", "until"),
    DEFAULT("POST", "windows/{}/default", "operator", "reference"),
    DEFAULT_CHECK("POST", "windows/{}/default/check", "operator"),
    COVER("POST", "windows/{}/cover", "operator"),
    RECAST("POST", "windows/{}/recast", "operator", "rule"),
    RECAST_CHECK("POST", "windows/{}/recast/check", "operator"),
    LIFT("POST", "windows/{}/lift", "operator", "reason"),
    LIFT_CHECK("POST", "windows/{}/lift/check", "operator"),
    ABORT("POST", "windows/{}/abort", "reason"),
    ABORT_CHECK("POST", "windows/{}/abort/check");

    private static final String BASE = "/v1/settlement/";

    private final String method;
    private final String path;

    /** Separated by blanks. */
    private final String fields;

    /**
     * @param fields members of the body; those ending in a question mark may be left away
     */
    SettleStep(String method, String path, String... fields) {
        this.method = method;
        this.path = path;
        this.fields = String.join(" ", fields);
    }

    /** The name on the command line, such as {@code affirm-check}. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The step of a name, null when there is none. */
    static @Nullable SettleStep of(String name) {
        return Arrays.stream(values())
                .filter(step -> step.wireName().equals(name))
                .findFirst()
                .orElse(null);
    }

    boolean isRead() {
        return method.equals("GET");
    }

    /** Whether it is done to something that has to be named. */
    boolean hasSubject() {
        return this != WINDOWS
                && this != COLLATERAL
                && this != MODELS
                && this != FX_SOURCES
                && this != FX_FIXINGS
                && this != FX_TERMS;
    }

    /** The path of a subject, whose name is safe in it. */
    String path(String subject) {
        return BASE + path.replace("{}", subject);
    }

    /** Whether its subject is a file whose contents are sent. */
    boolean sendsFile() {
        return this == BANK_REPORT;
    }

    /** The member of the body that its subject is, null when its subject is in its path. */
    @Nullable String subjectField() {
        return switch (this) {
            case OPEN -> "window";
            case MODEL -> "model";
            case FX_SOURCE, FX_FIXING -> "source";
            case FX_SETTLE_IN -> "settlement_model";
            default -> null;
        };
    }

    /** Whether it answers with a file, as it is. */
    boolean answersFile() {
        return path.endsWith(".xml");
    }

    /** What its subject is, in words. */
    private String subject() {
        if (!hasSubject()) {
            return "";
        }
        if (sendsFile()) {
            return " FILE";
        }
        int end = path.indexOf("/");
        String first = end < 0 ? path : path.substring(0, end);
        return switch (first) {
            case "windows" -> " WINDOW";
            case "statements" -> " STATEMENT";
            case "documents" -> " DOCUMENT";
            case "disputes" -> " DISPUTE";
            case "collateral" -> " OPERATOR";
            case "models", "fx-terms" -> " MODEL";
            case "fx-sources", "fx-fixings" -> " SOURCE";
            case "usage" -> " POSITION";
            case "legs", "instructions" -> " UETR";
            default -> " ENTRY";
        };
    }

    List<String> fields() {
        return words().map(field -> field.replace("?", "")).toList();
    }

    List<String> required() {
        return words().filter(field -> !field.endsWith("?")).toList();
    }

    private Stream<String> words() {
        return Arrays.stream(fields.split(" ", -1)).filter(field -> !field.isEmpty());
    }

    /** A line for the help. */
    String usage() {
        return wireName()
                + subject()
                + words().map(
                                field ->
                                        field.endsWith("?")
                                                ? " [" + value(field) + "]"
                                                : " " + value(field))
                        .collect(Collectors.joining());
    }

    private static String value(String field) {
        return field.replace("?", "") + "=…";
    }
}
