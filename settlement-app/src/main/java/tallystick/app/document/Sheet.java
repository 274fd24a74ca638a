package tallystick.app.document;

/** A document in its three forms: JSON is the truth, the others say the same. */
public sealed interface Sheet permits Paper, Report {

    /** Its name for ever. */
    String number();

    /** JSON, UTF-8; the same document is the same bytes. */
    byte[] json();

    /** CSV, RFC 4180. */
    String csv();

    /** PDF, A4; the same document is the same bytes. */
    byte[] pdf();
}
