package tallystick.app.api;

import java.util.function.UnaryOperator;

/** An answer that says who did something: the journal has pseudonyms, the answer names. */
public interface NamesActors {

    /**
     * The same with names.
     *
     * @param reveal who a pseudonym is; a text that is none, or that nobody knows, stays as it is
     */
    NamesActors named(UnaryOperator<String> reveal);
}
