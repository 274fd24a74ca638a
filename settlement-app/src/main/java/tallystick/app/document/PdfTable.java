package tallystick.app.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.jspecify.annotations.Nullable;

/**
 * Text and tables down the pages of a document, A4. A cell that is too long is continued on the
 * next line, a table on the next page under its heading again. What the font has no sign for is
 * written as its code, such as {@code [U+AC00]}.
 */
public final class PdfTable implements AutoCloseable {

    private static final float MARGIN = 42;
    private static final float SIZE = 8;
    private static final float LEADING = 10.5f;
    private static final float PAD = 3;

    /** Between a number, which stands at the right, and the text after it. */
    private static final float GAP = 9;

    /** Width of the names of facts. */
    private static final float NAMES = 120;

    /**
     * Between lines of one cell: a line end in a name is no new line, it is written as its code.
     */
    private static final String LINE_END = "\u001F";

    private static final float WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

    private final PDDocument document;
    private final PDFont font;
    private @Nullable PDPageContentStream open;
    private float y;
    private boolean bold;

    /**
     * A column.
     *
     * @param share of the width, of all shares
     * @param isNumber whether it stands at the right
     */
    public record Column(String heading, float share, boolean isNumber) {}

    PdfTable(PDDocument document, PDFont font) {
        this.document = document;
        this.font = font;
    }

    /** A line of larger text. */
    public void title(String text, float size) throws IOException {
        room(size + LEADING);
        y -= size + 4;
        write(text, MARGIN, size);
        y -= 4;
    }

    /** What it is at the left, its number at the right, and a rule below. */
    public void head(String title, String number) throws IOException {
        room(30);
        y -= 18;
        write(title, MARGIN, 16, true);
        y -= 14;
        for (String line : wrapped("No. " + number, WIDTH, SIZE + 1)) {
            write(line, MARGIN, SIZE + 1, false);
            y -= LEADING;
        }
        line();
        y -= 4;
    }

    /** A heading within. */
    public void section(String title) throws IOException {
        room(4 * LEADING);
        y -= LEADING + 8;
        write(title, MARGIN, 10, true);
        y -= 5;
    }

    /** Lines of one cell below each other; what ends a line in one of them is taken out of it. */
    public static String lines(String... lines) {
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            whole.add(line.replace(LINE_END, ""));
        }
        return String.join(LINE_END, whole);
    }

    /** A line of text. */
    public void plain(String text) throws IOException {
        room(LEADING);
        y -= LEADING;
        write(text, MARGIN, SIZE);
    }

    /** Two parties beside each other. */
    public void sides(String leftName, List<String> left, String rightName, List<String> right)
            throws IOException {
        float half = WIDTH / 2;
        room(LEADING * (3 + Math.max(left.size(), right.size())));
        float top = y;
        float lowest = y;
        for (int side = 0; side < 2; side++) {
            y = top - LEADING;
            float x = MARGIN + side * half;
            write(side == 0 ? leftName : rightName, x, SIZE - 1);
            boolean first = true;
            for (String text : side == 0 ? left : right) {
                for (String line : wrapped(text, half - 2 * PAD, SIZE + 1)) {
                    y -= LEADING + 1;
                    write(line, x, SIZE + 1, first);
                }
                first = false;
            }
            lowest = Math.min(lowest, y);
        }
        y = lowest - LEADING;
    }

    /** The last row of a table, in bold between two rules; after its rows, with its columns. */
    public void totals(List<Column> columns, List<String> cells) throws IOException {
        List<List<String>> wrapped = cells(columns, cells);
        room(height(wrapped) + LEADING);
        y += LEADING - 2;
        line();
        bold = true;
        row(columns, wrapped);
        bold = false;
        line();
        y -= LEADING;
    }

    /** A name and what it is. */
    public void fact(String name, String value) throws IOException {
        List<String> names = wrapped(name, NAMES - 2 * PAD, SIZE);
        List<String> values = wrapped(value, WIDTH - NAMES, SIZE);
        for (int i = 0; i < Math.max(names.size(), values.size()); i++) {
            room(LEADING);
            y -= LEADING;
            if (i < names.size()) {
                write(names.get(i), MARGIN, SIZE);
            }
            if (i < values.size()) {
                write(values.get(i), MARGIN + NAMES, SIZE);
            }
        }
    }

    /** A table. */
    public void table(List<Column> columns, List<List<String>> rows) throws IOException {
        List<String> headings = columns.stream().map(Column::heading).toList();
        boolean needsHeading = true;
        for (List<String> row : rows) {
            List<List<String>> cells = cells(columns, row);
            float height = height(cells);
            if (needsHeading || y - height < MARGIN + LEADING) {
                if (!needsHeading) {
                    nextPage();
                }
                room(height + 3 * LEADING);
                bold = true;
                row(columns, cells(columns, headings));
                bold = false;
                line();
                needsHeading = false;
            }
            row(columns, cells);
        }
        y -= LEADING;
    }

    private List<List<String>> cells(List<Column> columns, List<String> row) throws IOException {
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            float free = columns.get(i).isNumber() ? PAD : 2 * PAD;
            cells.add(wrapped(row.get(i), width(columns, i) - free - gap(columns, i), SIZE));
        }
        return cells;
    }

    private static float gap(List<Column> columns, int column) {
        boolean isAfterNumber = column > 0 && columns.get(column - 1).isNumber();
        return isAfterNumber && !columns.get(column).isNumber() ? GAP : 0;
    }

    private static float height(List<List<String>> cells) {
        return LEADING * cells.stream().mapToInt(List::size).max().orElse(1);
    }

    private static float width(List<Column> columns, int column) {
        float all = 0;
        for (Column one : columns) {
            all += one.share();
        }
        return WIDTH * columns.get(column).share() / all;
    }

    private void row(List<Column> columns, List<List<String>> cells) throws IOException {
        float top = y;
        float x = MARGIN;
        for (int i = 0; i < columns.size(); i++) {
            float width = width(columns, i);
            y = top;
            for (String line : cells.get(i)) {
                y -= LEADING;
                float left =
                        columns.get(i).isNumber()
                                ? x + width - PAD - width(line, SIZE)
                                : x + gap(columns, i);
                write(line, left, SIZE);
            }
            x += width;
        }
        y = top - height(cells);
    }

    private void line() throws IOException {
        PDPageContentStream page = page();
        page.setLineWidth(0.5f);
        page.moveTo(MARGIN, y - 2);
        page.lineTo(MARGIN + WIDTH, y - 2);
        page.stroke();
        y -= 3;
    }

    // ---- pages

    private void room(float height) throws IOException {
        if (open == null || y - height < MARGIN + LEADING) {
            nextPage();
        }
    }

    private void nextPage() throws IOException {
        close();
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        open = new PDPageContentStream(document, page);
        y = PDRectangle.A4.getHeight() - MARGIN;
    }

    private PDPageContentStream page() {
        PDPageContentStream page = open;
        if (page == null) {
            throw new IllegalStateException("no page is open");
        }
        return page;
    }

    /** Ends the last page, and writes at the foot of each which it is. */
    public void number(String text) throws IOException {
        close();
        int pages = document.getNumberOfPages();
        for (int i = 0; i < pages; i++) {
            try (PDPageContentStream foot =
                    new PDPageContentStream(
                            document,
                            document.getPage(i),
                            PDPageContentStream.AppendMode.APPEND,
                            true)) {
                foot.beginText();
                foot.setRenderingMode(RenderingMode.FILL);
                foot.setFont(font, SIZE - 1);
                foot.newLineAtOffset(MARGIN, MARGIN - LEADING);
                foot.showText(shown(text) + "    page " + (i + 1) + " of " + pages);
                foot.endText();
            }
        }
    }

    @Override
    public void close() throws IOException {
        PDPageContentStream page = open;
        open = null;
        if (page != null) {
            page.close();
        }
    }

    // ---- text

    private void write(String text, float x, float size) throws IOException {
        write(text, x, size, bold);
    }

    /** Bold is the same letters with an outline: the font at hand has one weight. */
    private void write(String text, float x, float size, boolean isBold) throws IOException {
        PDPageContentStream page = page();
        page.beginText();
        page.setLineWidth(size / 60);
        page.setRenderingMode(isBold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        page.setFont(font, size);
        page.newLineAtOffset(x, y);
        page.showText(shown(text));
        page.endText();
    }

    private float width(String text, float size) throws IOException {
        return font.getStringWidth(shown(text)) / 1000 * size;
    }

    /** At an end of {@link #lines}, else after a blank or a colon, else in the word. */
    private List<String> wrapped(String text, float width, float size) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String piece : text.split(LINE_END, -1)) {
            wrap(piece, width, size, lines);
        }
        return lines;
    }

    private void wrap(String text, float width, float size, List<String> into) throws IOException {
        StringBuilder line = new StringBuilder();
        int breakable = 0;
        for (int at = 0; at < text.length(); ) {
            int sign = text.codePointAt(at);
            String shown = shown(Character.toString(sign));
            if (!line.isEmpty() && width(line + shown, size) > width) {
                int cut = breakable > 0 && sign != ' ' ? breakable : line.length();
                into.add(line.substring(0, cut).stripTrailing());
                line.delete(0, cut);
                breakable = 0;
                if (sign == ' ' && line.isEmpty()) {
                    at++;
                    continue;
                }
            }
            line.append(shown);
            if (sign == ' ' || sign == ':') {
                breakable = line.length();
            }
            at += Character.charCount(sign);
        }
        into.add(line.toString());
    }

    private String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(
                        sign -> {
                            if (hasSign(sign)) {
                                shown.appendCodePoint(sign);
                            } else {
                                shown.append("[U+%04X]".formatted(sign));
                            }
                        });
        return shown.toString();
    }

    private boolean hasSign(int codePoint) {
        if (Character.isISOControl(codePoint)) {
            return false;
        }
        try {
            byte[] _ = font.encode(Character.toString(codePoint));
            return true;
        } catch (IOException | IllegalArgumentException none) {
            return false;
        }
    }
}
