package tallystick.engine.journal;

/** A locked directory whose frames were checked and whose tail was repaired: ready for a writer. */
record OpenedDirectory(
        JournalOptions options,
        FileOperations operations,
        JournalFiles files,
        DirectoryLock lock,
        RecordedSize recordedSize) {}
