package tallystick.domain.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.settlement.WindowState;
import tallystick.domain.usage.UsageRecord;

/**
 * Settlement windows by dense number, and which of them a record enters. Membership (settlement
 * chapter §4.2) is stamped once, in the recorded event: the oldest window that is not yet fenced
 * and whose cut-off is after the end of usage.
 */
final class WindowBook {

    private final Names names;
    private final List<Window> windows = new ArrayList<>();

    /** Per settlement model the windows that still take records, oldest first; the last is open. */
    private final List<List<Window>> taking = new ArrayList<>();

    WindowBook(Names names) {
        this.names = names;
    }

    void open(String name, String settlementModel, long startsAtEpochNanos) {
        int model = names.settlementModels.intern(settlementModel);
        while (taking.size() <= model) {
            taking.add(new ArrayList<>());
        }
        Window window = new Window(names.windows.add(name), name, model, startsAtEpochNanos);
        windows.add(window);
        taking.get(model).add(window);
    }

    void fence(Window window) {
        taking.get(window.settlementModelRef).remove(window);
    }

    /**
     * The settlement model whose windows home traffic enters, having no agreement of its own: that
     * of the first window ever opened; {@code NO_REF} before there is one.
     */
    int homeModel() {
        return windows.isEmpty() ? UsageRecord.NO_REF : windows.getFirst().settlementModelRef;
    }

    /** The window a record that ended then enters, null when the model has none. */
    @Nullable Window entered(int settlementModelRef, long endedEpochNanos) {
        if (settlementModelRef < 0 || settlementModelRef >= taking.size()) {
            return null;
        }
        List<Window> candidates = taking.get(settlementModelRef);
        for (int i = 0; i < candidates.size(); i++) {
            Window window = candidates.get(i);
            if (endedEpochNanos < window.cutOffEpochNanos) {
                return window;
            }
        }
        return null;
    }

    /** The open window of a settlement model, null when it has none. */
    @Nullable Window open(int settlementModelRef) {
        if (settlementModelRef < 0 || settlementModelRef >= taking.size()) {
            return null;
        }
        List<Window> candidates = taking.get(settlementModelRef);
        return candidates.isEmpty() ? null : candidates.getLast();
    }

    @Nullable Window find(String name) {
        int ref = names.windows.refOf(name);
        return ref < 0 ? null : windows.get(ref);
    }

    Window get(int ref) {
        return windows.get(ref);
    }

    /** Every open window: at most one per settlement model. */
    List<Window> openOnes() {
        List<Window> open = new ArrayList<>();
        for (List<Window> candidates : taking) {
            if (!candidates.isEmpty() && candidates.getLast().state == WindowState.OPEN) {
                open.add(candidates.getLast());
            }
        }
        return open;
    }

    boolean hasOpen(String settlementModel) {
        int model = names.settlementModels.refOf(settlementModel);
        return model >= 0
                && model < taking.size()
                && taking.get(model).stream().anyMatch(w -> w.state == WindowState.OPEN);
    }

    void digestInto(StateDigest digest) {
        digest.number(windows.size());
        windows.forEach(window -> window.digestInto(digest));
    }

    void saveInto(StateWriter out) {
        out.section("windows").number(windows.size());
        windows.forEach(window -> window.saveInto(out));
        out.number(taking.size());
        for (List<Window> candidates : taking) {
            out.ints(candidates.stream().mapToInt(window -> window.ref).toArray());
        }
    }

    void load(StateReader in) {
        in.section("windows");
        windows.addAll(in.list(() -> Window.load(in)));
        for (int left = in.count(); left > 0; left--) {
            List<Window> candidates = new ArrayList<>();
            for (int ref : in.ints()) {
                candidates.add(windows.get(ref));
            }
            taking.add(candidates);
        }
    }
}
