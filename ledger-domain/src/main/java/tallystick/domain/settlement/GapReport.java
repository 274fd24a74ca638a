package tallystick.domain.settlement;

import java.util.List;

/**
 * How complete a window is, per serving → home stream (settlement chapter §4.2).
 *
 * @param window its name
 * @param streams in order of serving, then home operator
 */
public record GapReport(String window, List<Stream> streams) {

    public GapReport {
        streams = List.copyOf(streams);
    }

    /** Whether there are streams, and every one of an agreement in force is complete. */
    public boolean isComplete() {
        return streams.stream().anyMatch(Stream::expected)
                && streams.stream().allMatch(stream -> stream.isComplete() || !stream.expected());
    }

    /**
     * One stream.
     *
     * @param expected an agreement of the pair settles by the window's model at its end
     * @param batches how many batches were noted, 1 … this number without a gap
     * @param notedRecords that those batches say they have
     * @param notedTokens that those batches say they sum up to
     * @param records recorded from the sender in the window, those of the ledger's own not counted
     * @param tokens that they billed
     * @param last whether the last batch was noted
     */
    public record Stream(
            String servingOperator,
            String homeOperator,
            boolean expected,
            int batches,
            long notedRecords,
            long notedTokens,
            long records,
            long tokens,
            boolean last) {

        /** Whether its last batch was noted and nothing differs. */
        public boolean isComplete() {
            return last && notedRecords == records && notedTokens == tokens;
        }
    }
}
