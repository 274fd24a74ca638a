package tallystick.app.security;

import org.springframework.security.core.AuthenticationException;

/** The issuer's keys cannot be had: whether a token is good is not known. */
final class IssuerUnavailableException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    IssuerUnavailableException(String message) {
        super(message);
    }
}
