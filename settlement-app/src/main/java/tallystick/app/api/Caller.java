package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import tallystick.app.api.problem.ProblemException;

/**
 * Who asks: what idempotency keys are unique within, and what tells two persons apart. While the
 * server asks nobody who they are, callers may say so themselves in {@value #HEADER}; it proves
 * nothing, and is not looked at where there is a principal.
 */
public final class Caller {

    static final String HEADER = "X-Actor";

    private static final String ANONYMOUS = "anonymous";

    /** Actors of the system's own processes, which nobody may call themselves. */
    private static final String RESERVED_END = "-process";

    private static final List<String> WHOLESALE_ROLES =
            List.of("settlement:maker", "settlement:checker", "settlement:treasury", "audit:read");

    private Caller() {}

    /**
     * The request's principal; else who the caller says to be, else {@code anonymous}.
     *
     * @throws ProblemException 400 when that is no name, or the system's own
     */
    public static String of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal != null) {
            return principal.getName();
        }
        String told = request.getHeader(HEADER);
        if (told == null) {
            return ANONYMOUS;
        }
        String rule = Texts.brokenRule(told, 1, Texts.NAME_MAX);
        if (rule != null) {
            throw ProblemException.ofParameter(HEADER, rule);
        }
        if (told.isBlank() || told.endsWith(RESERVED_END)) {
            throw ProblemException.ofParameter(
                    HEADER, "must name a caller, and not end in " + RESERVED_END);
        }
        return told;
    }

    /**
     * Whether the request may see what operators owe each other: settlement and audit roles, and
     * anybody while the server asks nobody who they are.
     */
    public static boolean seesWholesale(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                || WHOLESALE_ROLES.stream().anyMatch(request::isUserInRole);
    }
}
