package tallystick.app.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A PDF file with Liberation Sans (OFL), which comes with PDFBox, embedded. The same pages are the
 * same bytes.
 */
public final class PdfFile {

    private static final String FONT =
            "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private PdfFile() {}

    /** Writes pages. */
    @FunctionalInterface
    public interface Drawing {
        /** Writes all of them. */
        void on(PdfTable pages) throws IOException;
    }

    /** The file. */
    public static byte[] of(String title, Drawing drawing) {
        try (PDDocument document = new PDDocument();
                InputStream font = PDDocument.class.getResourceAsStream(FONT)) {
            if (font == null) {
                throw new IllegalStateException("PDFBox has no " + FONT);
            }
            // Else it is made of the time: the same pages would be other bytes.
            document.setDocumentId(0L);
            PDDocumentInformation about = new PDDocumentInformation();
            about.setTitle(title);
            about.setProducer("Tallystick");
            document.setDocumentInformation(about);
            try (PdfTable pages = new PdfTable(document, PDType0Font.load(document, font, true))) {
                drawing.on(pages);
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
