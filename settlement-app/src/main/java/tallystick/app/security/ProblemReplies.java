package tallystick.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;

/** What is refused before any handler, as a problem: never the credential, never why in detail. */
final class ProblemReplies implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemReplies.class);

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException failure)
            throws IOException {
        boolean hasCredential = request.getHeader("Authorization") != null;
        if (failure instanceof IssuerUnavailableException) {
            LOG.warn("{}", failure.getMessage());
            response.setHeader("Retry-After", "5");
            write(
                    response,
                    ProblemDocument.of(
                            ProblemCode.ISSUER_UNAVAILABLE,
                            "whether the token is good cannot be told at the moment"));
            return;
        }
        if (hasCredential) {
            // The reasons are texts of this program and of its libraries, not of the caller.
            LOG.info("a credential was refused: {}", oneLine(String.valueOf(failure.getMessage())));
        }
        response.setHeader(
                "WWW-Authenticate", hasCredential ? "Bearer error=\"invalid_token\"" : "Bearer");
        write(
                response,
                ProblemDocument.of(
                        ProblemCode.UNAUTHENTICATED,
                        hasCredential ? "the credential is not good" : "a credential is needed"));
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        write(response, ProblemDocument.of(ProblemCode.NOT_FOUND, "there is nothing at this path"));
    }

    static void write(HttpServletResponse response, ProblemDocument problem) throws IOException {
        byte[] document = problem.json();
        response.setStatus(problem.status());
        response.setContentType(ProblemDocument.MEDIA_TYPE);
        response.setContentLength(document.length);
        response.getOutputStream().write(document);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 200 ? line.substring(0, 200) : line;
    }
}
