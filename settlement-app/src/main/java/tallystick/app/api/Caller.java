package tallystick.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** Who asks: what idempotency keys are unique within. */
public final class Caller {

    private static final String ANONYMOUS = "anonymous";

    private Caller() {}

    /** The request's principal, or {@code anonymous} where the server asks nobody who they are. */
    public static String of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? ANONYMOUS : principal.getName();
    }
}
