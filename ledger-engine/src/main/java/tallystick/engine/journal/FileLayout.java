package tallystick.engine.journal;

/** How frames lie in the files of a kind. */
enum FileLayout {
    /** One frame after the other from byte 0; zeros follow the last. */
    PLAIN,
    /**
     * Chronicle Queue 5: documents, each after an int of 30 bits length, a metadata bit and a
     * not-complete bit, aligned to 4 bytes; a frame is the content of one data document.
     */
    DOCUMENTS;

    static final int DOCUMENT_HEADER_BYTES = 4;

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int END_OF_DATA = NOT_COMPLETE | META_DATA;

    /** Whether a document header says that nothing follows in this file. */
    static boolean endsFile(int header) {
        return header == 0 || header == END_OF_DATA;
    }

    static boolean isIncomplete(int header) {
        return (header & NOT_COMPLETE) != 0;
    }

    static boolean isMetaData(int header) {
        return (header & META_DATA) != 0;
    }

    static int contentBytes(int header) {
        return header & ~END_OF_DATA;
    }

    /** Bytes that stand before each frame. */
    int prefixBytes() {
        return this == PLAIN ? 0 : DOCUMENT_HEADER_BYTES;
    }

    /** Distance at which frames can begin, in bytes. */
    int alignmentBytes() {
        return this == PLAIN ? Frame.ALIGNMENT_BYTES : DOCUMENT_HEADER_BYTES;
    }
}
