package tallystick.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What the server answered about every event sent, and where that was not what was expected. */
final class UsageOutcomes {

    private static final int EXAMPLES = 5;

    private long accepted;
    private long duplicate;
    private long suspended;
    private long surprises;
    private final List<String> examples = new ArrayList<>();

    /** Takes in the answer to a batch: every item it does not list was accepted. */
    synchronized void add(List<UsageItem> items, ApiGateway.Reply reply) {
        String[] statuses = new String[items.size()];
        for (JsonNode result : reply.body().path("results")) {
            int index = result.path("index").intValue();
            statuses[index] = result.path("status").stringValue();
            if (!"accepted".equals(statuses[index])) {
                note(items.get(index), statuses[index], result, reply.repeated());
            }
        }
        for (int i = 0; i < statuses.length; i++) {
            if (statuses[i] == null || "accepted".equals(statuses[i])) {
                accepted++;
                surprise(items.get(i), "accepted", UsageItem.Expected.ACCEPTED, reply.body());
            }
        }
    }

    /** Trace rows and others that were accepted, each counted once. */
    synchronized long accepted() {
        return accepted;
    }

    synchronized long duplicate() {
        return duplicate;
    }

    synchronized long suspended() {
        return suspended;
    }

    /** Events whose outcome was not the expected one. */
    synchronized long surprises() {
        return surprises;
    }

    /** The first few surprises, in words. */
    synchronized List<String> examples() {
        return List.copyOf(examples);
    }

    private void note(UsageItem item, String status, JsonNode result, boolean repeated) {
        if ("duplicate".equals(status) && repeated) {
            // The first sending was recorded though its answer did not arrive.
            count(item.expected());
        } else if ("duplicate".equals(status)) {
            duplicate++;
            surprise(item, status, UsageItem.Expected.DUPLICATE, result);
        } else if ("suspended".equals(status)) {
            suspended++;
            surprise(item, status, UsageItem.Expected.SUSPENDED, result);
        } else {
            surprises++;
            example(item, status, result);
        }
    }

    private void count(UsageItem.Expected expected) {
        switch (expected) {
            case ACCEPTED -> accepted++;
            case DUPLICATE -> duplicate++;
            case SUSPENDED -> suspended++;
        }
    }

    private void surprise(
            UsageItem item, String status, UsageItem.Expected fitting, JsonNode result) {
        if (item.expected() != fitting) {
            surprises++;
            example(item, status, result);
        }
    }

    private void example(UsageItem item, String status, JsonNode result) {
        if (examples.size() < EXAMPLES) {
            String expected = item.expected().name().toLowerCase(Locale.ROOT);
            examples.add(
                    "expected " + expected + ", was " + status + ": " + result + " " + item.json());
        }
    }
}
