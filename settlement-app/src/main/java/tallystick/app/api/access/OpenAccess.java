package tallystick.app.api.access;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tallystick.domain.LedgerCommand;
import tallystick.domain.usage.UsageRecord;
import tallystick.engine.ingest.rule.UsageFaults.Fault;
import tallystick.projections.sql.RowScope;

/** Everything is everybody's. */
final class OpenAccess implements Access {

    @Override
    public void require(LedgerCommand command) {
        // Whatever it names.
    }

    @Override
    public void requireWallet(String wallet) {
        // Whatever it is called.
    }

    @Override
    public RowScope rows() {
        return RowScope.ALL;
    }

    @Override
    public List<@Nullable Fault> judge(List<UsageRecord> records) {
        return Collections.nCopies(records.size(), null);
    }

    @Override
    public @Nullable String jurisdiction() {
        return null;
    }

    @Override
    public String cursorMark(String list, String after) {
        return "";
    }
}
