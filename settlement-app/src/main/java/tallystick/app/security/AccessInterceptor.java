package tallystick.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import tallystick.app.api.access.Access;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;
import tallystick.app.api.problem.ProblemException;

/**
 * Stands before every handler: the table's rule for it, then whose the wallet or hold in its path
 * is. What has no rule is closed.
 */
final class AccessInterceptor implements HandlerInterceptor {

    private final Credentials credentials;

    AccessInterceptor(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Principal caller = request.getUserPrincipal();
        if (!(caller instanceof Authentication authentication)
                || !(authentication.getPrincipal() instanceof LedgerPrincipal principal)) {
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "a credential is needed");
        }
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        EndpointRule rule = EndpointRules.of(method, String.valueOf(pattern));
        if (rule == null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is nothing at this path");
        }
        requireRole(principal, rule, method);
        ScopedAccess access = credentials.accessOf(principal);
        requireOwn(access, rule, variables(request));
        Access.set(request, access);
        return true;
    }

    private static void requireRole(LedgerPrincipal principal, EndpointRule rule, String method) {
        if (!principal.hasAny(rule.anyOf())) {
            TreeSet<String> names = new TreeSet<>();
            rule.anyOf().forEach(role -> names.add(role.wireName()));
            throw new ProblemException(
                    ProblemDocument.of(
                            ProblemCode.FORBIDDEN,
                            "this needs the role " + String.join(" or ", names)));
        }
        if (!principal.binding().reaches(rule.reach(), method.equals("GET"))) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "this is not for a caller that is bound as this one is: "
                            + rule.reach().wireName());
        }
    }

    private static void requireOwn(ScopedAccess access, EndpointRule rule, Map<?, ?> variables) {
        if (variables.get("wallet") instanceof String wallet) {
            access.requireWallet(wallet);
        } else if (rule.pattern().startsWith("/v1/wallets/")) {
            // A path below wallets whose wallet goes by another name would escape.
            throw new IllegalStateException("no wallet in " + rule.pattern());
        }
        if (variables.get("hold") instanceof String hold) {
            access.requireHold(hold);
        }
    }

    private static Map<?, ?> variables(HttpServletRequest request) {
        @Nullable Object variables =
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        return variables instanceof Map<?, ?> map ? map : Map.of();
    }
}
