package tallystick.app.security;

import java.util.Set;

/**
 * Who may call an endpoint.
 *
 * @param method HTTP method
 * @param pattern its path as it is mapped; a last {@code /**} stands for whatever follows
 * @param anyOf one of these is needed
 * @param reach who it is for
 */
public record EndpointRule(String method, String pattern, Set<Role> anyOf, Reach reach) {

    public EndpointRule {
        anyOf = Set.copyOf(anyOf);
    }

    boolean isPrefix() {
        return pattern.endsWith("/**");
    }

    boolean covers(String otherMethod, String otherPattern) {
        String start = pattern.substring(0, pattern.length() - 2);
        return method.equals(otherMethod) && otherPattern.startsWith(start);
    }
}
