package tallystick.app.api.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.app.api.problem.ProblemException;
import tallystick.domain.LedgerCommand;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults.Fault;
import tallystick.projections.sql.RowScope;

/** What one caller may see and touch. */
public interface Access {

    /** Everything: the server asks nobody who they are. */
    Access OPEN = new OpenAccess();

    /** The caller of a request: everything, unless a guard has said otherwise. */
    static Access of(HttpServletRequest request) {
        return request.getAttribute(Access.class.getName()) instanceof Access access
                ? access
                : OPEN;
    }

    /** Says whose request it is, before any handler sees it. */
    static void set(HttpServletRequest request, Access access) {
        request.setAttribute(Access.class.getName(), access);
    }

    /**
     * Lets a command pass when all it names is the caller's.
     *
     * @throws ProblemException 404 as for what does not exist, 403 for what is nobody's to do but
     *     the federation's
     */
    void require(LedgerCommand command);

    /**
     * Lets a wallet of the caller's pass; those in paths have passed already.
     *
     * @throws ProblemException 404, as for one that is not there
     */
    void requireWallet(String wallet);

    /** Which rows lists and single reads may show. */
    RowScope rows();

    /**
     * Why records may not be written by this caller, one entry a record, null for those that may.
     */
    List<@Nullable Fault> judge(List<UsageRecord> records);

    /**
     * The one jurisdiction whose facts the caller may see, null for a caller that is bound to none.
     */
    @Nullable String jurisdiction();

    /**
     * What marks a cursor of this caller and list, empty when cursors are anybody's.
     *
     * @param list the list's path
     * @param after what the cursor says
     */
    String cursorMark(String list, String after);
}
