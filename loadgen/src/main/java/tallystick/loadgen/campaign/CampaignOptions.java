package tallystick.loadgen.campaign;

import java.nio.file.Path;

/**
 * How long and where.
 *
 * @param rounds how often the fault is put in, 1 or more
 * @param seed what every random choice follows from
 * @param directory for journals and disk images; made when missing, emptied of what was put there
 * @param seconds for a campaign that is measured in time, 1 or more
 */
public record CampaignOptions(int rounds, long seed, Path directory, int seconds) {

    public CampaignOptions {
        if (rounds < 1 || seconds < 1) {
            throw new IllegalArgumentException("rounds and seconds must be 1 or more");
        }
        directory = directory.toAbsolutePath().normalize();
    }
}
