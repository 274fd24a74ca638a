package tallystick.loadgen.campaign;

import java.util.ArrayList;
import java.util.List;
import tallystick.domain.Answer;
import tallystick.domain.LedgerCommand.RecordUsage;
import tallystick.domain.LedgerRequest;
import tallystick.domain.usage.UsageRecord;

/** Where a request was acknowledged to stand: a position for each of its names. */
final class Positions {

    private Positions() {}

    /** The positions of an answered request, with commas. */
    static String of(LedgerRequest request, Answer answer) {
        if (!(request.command() instanceof RecordUsage usage)) {
            return String.valueOf(answer.position());
        }
        List<String> positions = new ArrayList<>();
        for (UsageRecord record : usage.records()) {
            positions.add(String.valueOf(record.position));
        }
        return String.join(",", positions);
    }

    static long[] parse(String positions) {
        String[] words = positions.split(",", -1);
        long[] parsed = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            parsed[i] = Long.parseLong(words[i]);
        }
        return parsed;
    }
}
