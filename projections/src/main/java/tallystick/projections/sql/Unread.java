package tallystick.projections.sql;

/** Stands where a query comes next, so that callers can compile against the signatures. */
public final class Unread {

    private Unread() {}

    /** Refuses. */
    @SuppressWarnings({"DoNotCallSuggester", "TypeParameterUnusedInFormals"}) // it answers nothing
    public static <T> T answer(Class<?> view) {
        throw new UnsupportedOperationException(view.getSimpleName() + " has no query yet");
    }
}
