package tallystick.app.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;
import tallystick.app.api.Caller;
import tallystick.app.person.Pseudonyms;

/** Where callers say themselves who they are, the journal has a pseudonym of that too. */
final class PseudonymousActor extends OncePerRequestFilter {

    private final Pseudonyms pseudonyms;

    PseudonymousActor(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Caller.underPseudonym(request, pseudonyms::of);
        chain.doFilter(request, response);
    }
}
