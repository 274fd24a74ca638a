package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.problem.ProblemException;

/**
 * Who asks: what idempotency keys are unique within, and what tells two persons apart. While the
 * server asks nobody who they are, callers may say so themselves in {@value #HEADER}; it proves
 * nothing, and is not looked at where there is a principal.
 */
public final class Caller {

    static final String HEADER = "X-Actor";

    private static final String PSEUDONYM = Caller.class.getName();

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
        Object known = request.getAttribute(PSEUDONYM);
        if (known != null) {
            return known.toString();
        }
        String told = request.getHeader(HEADER);
        if (told == null) {
            return ANONYMOUS;
        }
        String rule = brokenRule(told);
        if (rule != null) {
            throw ProblemException.ofParameter(HEADER, rule);
        }
        return told;
    }

    /** What is wrong with what a caller says to be, null when nothing is. */
    private static @Nullable String brokenRule(String told) {
        String rule = Texts.brokenRule(told, 1, Texts.NAME_MAX);
        return rule == null && (told.isBlank() || told.endsWith(RESERVED_END))
                ? "must name a caller, and not end in " + RESERVED_END
                : rule;
    }

    /**
     * Has a request stand under a pseudonym wherever it is journaled, where its caller may say who
     * it is.
     */
    public static void underPseudonym(HttpServletRequest request, UnaryOperator<String> pseudonym) {
        String told = request.getHeader(HEADER);
        if (told != null && brokenRule(told) == null) {
            request.setAttribute(PSEUDONYM, pseudonym.apply(told));
        }
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
