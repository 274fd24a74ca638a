package tallystick.loadgen.campaign;

import java.util.Locale;

/** Where something throws in the engine under test: every stage, and what it calls. */
enum ThrowPlace {
    /** Stage 1 asks the clock. */
    CLOCK,
    /** Stage 1 reads the second record of a request, when the first is decided and applied. */
    RECORD,
    /** Stage 1 answers a question; an exception is the asker's own, an error stops the engine. */
    QUESTION,
    /** Stage 2 writes a frame. */
    WRITE,
    /** Stage 2 forces it. */
    FORCE,
    /** Stage 3 calls back whoever waits. */
    ANSWER;

    /** Whether the engine has to go on as if nothing had been. */
    boolean goesOn(boolean isError) {
        return this == QUESTION && !isError;
    }

    /** As {@link ChildOptions#fault} has it: the {@code at}-th time it throws. */
    String fault(boolean isError, int at) {
        return "throw-%s-%s:%d"
                .formatted(name().toLowerCase(Locale.ROOT), isError ? "error" : "exception", at);
    }

    boolean isOf(String fault) {
        return fault.startsWith("throw-" + name().toLowerCase(Locale.ROOT) + "-");
    }

    /** Throws what a fault says: an exception, or one of three errors. */
    static RuntimeException thrown(String fault, long at) {
        String message = "put in: " + fault;
        if (!fault.contains("-error")) {
            return new IllegalStateException(message);
        }
        switch ((int) (at % 3)) {
            case 0 -> throw new OutOfMemoryError(message);
            case 1 -> throw new StackOverflowError(message);
            default -> throw new AssertionError(message);
        }
    }
}
