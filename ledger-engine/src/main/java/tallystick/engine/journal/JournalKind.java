package tallystick.engine.journal;

/** What lies under a journal; the frames are the same. */
public enum JournalKind {
    /** Chronicle Queue, one document per frame. */
    CHRONICLE,
    /** Plain preallocated files. */
    SEGMENT
}
