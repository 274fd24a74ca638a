package tallystick.domain.settlement;

/**
 * An ordered pair of different operators; sorts by debtor, then creditor.
 *
 * @param debtor who owes
 * @param creditor who is owed
 */
public record OperatorPair(String debtor, String creditor) implements Comparable<OperatorPair> {

    /**
     * @throws IllegalArgumentException when a name is blank or an operator would owe itself
     */
    public OperatorPair {
        ArgumentCheck.name("debtor", debtor);
        ArgumentCheck.name("creditor", creditor);
        ArgumentCheck.that(
                !debtor.equals(creditor), "creditor", "must not be the debtor: " + debtor);
    }

    /** The same two the other way round. */
    public OperatorPair reversed() {
        return new OperatorPair(creditor, debtor);
    }

    @Override
    public int compareTo(OperatorPair other) {
        int byDebtor = debtor.compareTo(other.debtor);
        return byDebtor != 0 ? byDebtor : creditor.compareTo(other.creditor);
    }

    @Override
    public String toString() {
        return debtor + "→" + creditor;
    }
}
