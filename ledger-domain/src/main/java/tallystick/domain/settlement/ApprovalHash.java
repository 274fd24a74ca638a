package tallystick.domain.settlement;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what two persons of the hub approve: the inputs of a window (its seal, the tariff
 * versions in its lines, the agreements, the fixings) and the outputs (statements, what is withheld
 * of them, net positions, their conversion). Any change of either changes it.
 */
public final class ApprovalHash {

    private static final byte APPROVAL = 0x33;

    /**
     * What goes in besides statements and positions.
     *
     * @param window its name
     * @param merkleRoot the seal, hex
     * @param records members
     * @param agreements the versions in force, in canonical order, each as one text
     * @param withheldMinor what is disputed and not netted, minor units, by statement
     */
    public record Inputs(
            String window,
            String merkleRoot,
            long records,
            List<String> agreements,
            SortedMap<String, Long> withheldMinor) {
        public Inputs {
            agreements = List.copyOf(agreements);
            withheldMinor = Canonical.sorted(withheldMinor);
        }
    }

    private ApprovalHash() {}

    /**
     * SHA-256 over inputs and outputs.
     *
     * @param statements in canonical order
     * @param positions in canonical order
     */
    public static Sha256 of(
            Inputs inputs, List<Statement> statements, List<NetPosition> positions) {
        return of(inputs, statements, positions, null);
    }

    /**
     * The same with the conversion of the nets: fixings, amounts and what everybody pays.
     *
     * @param positions as netted, before conversion, in canonical order
     * @param conversion null, or one that converts nothing, for none
     */
    public static Sha256 of(
            Inputs inputs,
            List<Statement> statements,
            List<NetPosition> positions,
            @Nullable WindowConversion conversion) {
        Sha256.Fields fields = new Sha256.Fields(APPROVAL);
        fields.text(inputs.window).text(inputs.merkleRoot).number(inputs.records);
        fields.number(inputs.agreements.size());
        inputs.agreements.forEach(fields::text);
        fields.number(inputs.withheldMinor.size());
        inputs.withheldMinor.forEach((statement, minor) -> fields.text(statement).number(minor));
        fields.number(statements.size());
        statements.forEach(statement -> fields.hash(StatementHash.of(statement)));
        fields.number(positions.size());
        for (NetPosition position : positions) {
            fields.text(position.asset()).text(position.operator()).number(position.minor());
        }
        if (conversion != null && !conversion.isEmpty()) {
            fields.hash(conversion.hash());
        }
        return fields.end();
    }
}
