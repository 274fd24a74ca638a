package tallystick.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import tallystick.app.api.problem.ProblemCode;
import tallystick.app.api.problem.ProblemDocument;

/**
 * An open server is for this machine, not for the pages that its browser shows: a name that is not
 * loopback's in {@code Host}, as after DNS was rebound, or in {@code Origin}, is refused.
 */
final class LoopbackHosts extends OncePerRequestFilter {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (isLoopback(request.getServerName()) && (origin == null || isLoopbackOrigin(origin))) {
            chain.doFilter(request, response);
            return;
        }
        ProblemReplies.write(
                response,
                ProblemDocument.of(
                        ProblemCode.FORBIDDEN,
                        "a server that is open without login answers to localhost alone"));
    }

    private static boolean isLoopbackOrigin(String origin) {
        try {
            return isLoopback(URI.create(origin).getHost());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && NAMES.contains(host);
    }
}
