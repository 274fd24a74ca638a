package tallystick.engine.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of verifying a bundle.
 *
 * @param result in one word
 * @param firstBad the first event that cannot be believed, null when none or when the fault is in
 *     no event
 * @param reason what is wrong, null when nothing is
 * @param checks what was checked, in order; the last failed when something is wrong
 * @param origin the log, null before it was known
 * @param from first position of the bundle
 * @param to the position behind the last
 * @param treeSize leaves of the checkpoint's tree
 * @param stateDigest of the ledger after the last event, null when it was not run again
 */
public record VerifyReport(
        Result result,
        @Nullable Long firstBad,
        @Nullable String reason,
        List<Check> checks,
        @Nullable String origin,
        long from,
        long to,
        long treeSize,
        @Nullable String stateDigest) {

    public VerifyReport {
        checks = List.copyOf(checks);
    }

    /** In one word, with the exit code of the command. */
    public enum Result {
        OK(0),
        TAMPERED(1),
        INCOMPLETE(2),
        UNWITNESSED(3);

        private final int exitCode;

        Result(int exitCode) {
            this.exitCode = exitCode;
        }

        /** 0, 1, 2 or 3. */
        public int exitCode() {
            return exitCode;
        }
    }

    /**
     * Something that was checked.
     *
     * @param detail how much of it, or what is wrong
     */
    public record Check(String name, boolean passed, String detail) {}
}
