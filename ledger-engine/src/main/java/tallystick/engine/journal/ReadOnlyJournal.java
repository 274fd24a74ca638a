package tallystick.engine.journal;

/** A journal that is only read: what was there when it was looked at. */
record ReadOnlyJournal(JournalFiles files) implements JournalView {

    @Override
    public long lastForcedPosition() {
        return files.forced().position();
    }

    @Override
    public FrameReader reader(long position) {
        return new JournalReader(files, position);
    }

    @Override
    public JournalMap map(long position) {
        return files.map(position);
    }
}
