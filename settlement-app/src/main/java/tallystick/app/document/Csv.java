package tallystick.app.document;

import java.util.List;

/**
 * Rows of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in
 * front; plain decimals stay as they are.
 */
final class Csv {

    private static final String FORMULA_BEGINS = "=+-@\t\r\n";

    private Csv() {}

    /** A cell that came from outside. */
    static String guarded(String cell) {
        return !cell.isEmpty()
                        && FORMULA_BEGINS.indexOf(cell.charAt(0)) >= 0
                        && !cell.matches("-[0-9]+(\\.[0-9]+)?")
                ? "'" + cell
                : cell;
    }

    static void row(StringBuilder text, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            boolean isPlain = cell.matches("[^\",\r\n]*");
            text.append(i == 0 ? "" : ",")
                    .append(isPlain ? cell : '"' + cell.replace("\"", "\"\"") + '"');
        }
        text.append("\r\n");
    }
}
