package tallystick.app.api.problem;

import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpHeaders;
import tallystick.domain.RefusalCode;

/** What a refusal by a quota says in headers: when to come back, and that nothing is left. */
final class QuotaHeaders {

    private static final String EXCEEDED = RefusalCode.QUOTA_EXCEEDED.wireName();

    private QuotaHeaders() {}

    /** None for other problems. */
    static HttpHeaders of(ProblemDocument problem, Instant now) {
        HttpHeaders headers = new HttpHeaders();
        String resetsAt = problem.facts().get("resets_at");
        String policy = problem.facts().get("policy");
        if (!problem.code().equals(EXCEEDED) || resetsAt == null || policy == null) {
            return headers;
        }
        long millis = Duration.between(now, Instant.parse(resetsAt)).toMillis();
        long seconds = Math.max(1, Math.ceilDiv(millis, 1_000L));
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        String item = RateLimitText.item(policy);
        if (!item.isEmpty()) {
            headers.set("RateLimit", item + ";r=0;t=" + seconds);
        }
        return headers;
    }
}
