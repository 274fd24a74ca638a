package tallystick.engine.ingest.rule;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one record, field by field. One thread at a time. */
public final class UsageFaults {

    /** Faults named per record; further ones are left unsaid. */
    public static final int MOST = 8;

    /**
     * One field at fault.
     *
     * @param field as a JSON path such as {@code data.usage.input.uncached}
     * @param rule the rule it breaks, for a person
     */
    public record Fault(String field, String rule) {}

    private final List<Fault> faults = new ArrayList<>();

    /** Notes a fault, unless enough are noted. */
    public void add(String field, String rule) {
        if (faults.size() < MOST) {
            faults.add(new Fault(field, rule));
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** What was noted; forgets it. */
    public List<Fault> take() {
        List<Fault> taken = List.copyOf(faults);
        faults.clear();
        return taken;
    }
}
