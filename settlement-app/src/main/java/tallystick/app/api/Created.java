package tallystick.app.api;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tallystick.domain.Answer;

/** Answers to what was done: the resource and its position, the same however often it is asked. */
public final class Created {

    private static final String REPLAYED = "Idempotent-Replayed";

    private Created() {}

    /** 201: something was made. */
    public static <T> ResponseEntity<T> of(Answer answer, T resource) {
        return reply(HttpStatus.CREATED, answer, resource);
    }

    /** 200: a step was done. */
    public static <T> ResponseEntity<T> step(Answer answer, T resource) {
        return reply(HttpStatus.OK, answer, resource);
    }

    private static <T> ResponseEntity<T> reply(HttpStatus status, Answer answer, T resource) {
        return ResponseEntity.status(status).headers(headers(answer)).body(resource);
    }

    /** What the headers say of an answer: whether it is the first one again. */
    public static HttpHeaders headers(Answer answer) {
        HttpHeaders headers = new HttpHeaders();
        if (answer.replayed()) {
            headers.set(REPLAYED, "true");
        }
        return headers;
    }

    /**
     * The version in the name of what was made.
     *
     * @param resource such as {@code retail-fr@7}
     */
    public static int version(String resource) {
        return Integer.parseInt(resource.substring(resource.lastIndexOf('@') + 1));
    }
}
