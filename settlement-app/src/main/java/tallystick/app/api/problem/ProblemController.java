package tallystick.app.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tallystick.projections.parking.Poison;
import tallystick.projections.sql.DatabaseException;

/** The way out of every request that failed, the framework's own failures included. */
@RestController
@RestControllerAdvice
public final class ProblemController implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemController.class);

    @ExceptionHandler
    ResponseEntity<byte[]> problem(ProblemException problem) {
        return reply(
                problem.document(),
                problem.retryAfterSeconds(),
                QuotaHeaders.of(problem.document(), Instant.now()));
    }

    /** A path element or parameter of the wrong type. */
    @ExceptionHandler
    ResponseEntity<byte[]> mismatch(TypeMismatchException mismatch) {
        String name = mismatch.getPropertyName() == null ? "" : mismatch.getPropertyName();
        return reply(
                ProblemDocument.of(
                        ProblemCode.INVALID_PARAMETER,
                        "a parameter has the wrong form",
                        List.of(new InvalidParam(name, "has the wrong form"))));
    }

    /** The body broke off: nobody is left to be told, but whoever is gets the same. */
    @ExceptionHandler
    ResponseEntity<byte[]> cut(IOException cut) {
        LOG.debug("a request broke off", cut);
        return reply(ProblemDocument.of(ProblemCode.BAD_REQUEST, "the request broke off"));
    }

    /** The tables are away, which is no news to the log: the processors say it. */
    @ExceptionHandler
    ResponseEntity<byte[]> tables(DatabaseException failure) {
        if (Poison.isPoison(failure)) {
            return other(failure);
        }
        LOG.debug("the tables could not be read", failure);
        return reply(
                ProblemDocument.of(
                        ProblemCode.PROJECTIONS_UNAVAILABLE,
                        "the tables cannot be read at the moment; writes go on"));
    }

    /** A query that is not percent-encoded UTF-8, which is seen when it is first asked for. */
    @ExceptionHandler
    ResponseEntity<byte[]> undecodable(InvalidParameterException broken) {
        LOG.debug("a query was not decoded", broken);
        return reply(
                ProblemException.ofParameter("query", "must be percent-encoded UTF-8").document());
    }

    /** A header with control characters, which is seen when it is first asked for. */
    @ExceptionHandler
    ResponseEntity<byte[]> rejected(RequestRejectedException rejected) {
        LOG.debug("a header was rejected", rejected);
        return reply(ofStatus(400));
    }

    /** Everything else: what the framework refused, or a fault of ours. */
    @ExceptionHandler
    ResponseEntity<byte[]> other(Exception failure) {
        if (failure instanceof ErrorResponse response) {
            return reply(
                    ofStatus(response.getStatusCode().value()),
                    ProblemException.NO_RETRY_AFTER,
                    response.getHeaders());
        }
        LOG.error("a request failed", failure);
        return reply(ofStatus(500));
    }

    /** What failed before or behind the framework. */
    @RequestMapping("${server.error.path:/error}")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? reply(ofStatus(status))
                : reply(ofStatus(404));
    }

    /** The problem that stands for a bare HTTP status. */
    public static ProblemDocument ofStatus(int status) {
        return switch (status) {
            case 401 -> ProblemDocument.of(ProblemCode.UNAUTHENTICATED, "a credential is needed");
            case 403 -> ProblemDocument.of(ProblemCode.FORBIDDEN, "this is not for the caller");
            case 404 -> ProblemDocument.of(ProblemCode.NOT_FOUND, "there is nothing at this path");
            // The server itself says 501 of methods that no path takes.
            case 405, 501 ->
                    ProblemDocument.of(
                            ProblemCode.METHOD_NOT_ALLOWED, "this path does not take this method");
            case 406 ->
                    ProblemDocument.of(
                            ProblemCode.NOT_ACCEPTABLE, "this path answers in application/json");
            case 413 -> ProblemDocument.of(ProblemCode.PAYLOAD_TOO_LARGE, "the body is too large");
            case 415 ->
                    ProblemDocument.of(
                            ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                            "this path does not take a body of this type");
            case 503 -> ProblemDocument.of(ProblemCode.OVERLOADED, "the server is busy; try again");
            case 505 -> ProblemDocument.malformed(400);
            default ->
                    status >= 400 && status < 500
                            ? ProblemDocument.malformed(status)
                            : ProblemDocument.of(
                                    ProblemCode.INTERNAL_ERROR, "something went wrong here");
        };
    }

    private static ResponseEntity<byte[]> reply(ProblemDocument document) {
        return reply(document, ProblemException.NO_RETRY_AFTER, HttpHeaders.EMPTY);
    }

    private static ResponseEntity<byte[]> reply(
            ProblemDocument document, int retryAfterSeconds, HttpHeaders headers) {
        ResponseEntity.BodyBuilder reply =
                ResponseEntity.status(document.status())
                        .headers(headers)
                        .contentType(MediaType.parseMediaType(ProblemDocument.MEDIA_TYPE));
        int retryAfter = retryAfterSeconds;
        if (document.retriable() && retryAfter == ProblemException.NO_RETRY_AFTER) {
            retryAfter = 1;
        }
        if (retryAfter > 0 && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) {
            reply.header(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfter));
        }
        return reply.body(document.json());
    }
}
