package tallystick.engine.journal;

import java.util.List;

/**
 * Where the frames of a journal lie up to one of them, the anchor: what a snapshot says about the
 * journal it was made of. An open that is given a map believes it as far as the anchor is where it
 * says, with the checksum it says, and checks the frames from there on only.
 *
 * @param files names of the journal's files up to the anchor's, in order
 * @param spacingBytes how far places are apart at least
 * @param places some frames before the anchor, in order
 * @param anchor the frame that contains the position asked for
 */
public record JournalMap(List<String> files, long spacingBytes, List<Place> places, Anchor anchor) {

    /** Most places a map has. */
    public static final int MOST_PLACES = 16_384;

    public JournalMap {
        files = List.copyOf(files);
        places = List.copyOf(places);
        if (places.size() > MOST_PLACES) {
            throw new IllegalArgumentException(places.size() + " places");
        }
    }

    /**
     * Where a frame begins.
     *
     * @param firstPosition of its first event
     * @param file number of its file, from 0
     * @param offset of its first byte, or that of the document it is in
     */
    public record Place(long firstPosition, int file, long offset) {}

    /**
     * A frame that can be told from any other.
     *
     * @param checksum CRC32C that stands at its end
     */
    public record Anchor(Place place, int checksum) {}
}
