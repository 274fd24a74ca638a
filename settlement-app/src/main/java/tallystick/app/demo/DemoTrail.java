package tallystick.app.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Follows each payment from the bank's entry down to a usage event, and up again. */
final class DemoTrail {

    private static final String BASE = "/v1/settlement/";

    private final ApiGateway api;

    DemoTrail(ApiGateway api) {
        this.api = api;
    }

    /** The hops that do not lead where they must, of every leg's entry in a bank's report. */
    List<String> broken(JsonNode report) throws IOException, InterruptedException {
        List<String> broken = new ArrayList<>();
        for (JsonNode entry : report.path("entries")) {
            if (entry.path("kind").asString("").equals("leg") && entry.has("entry")) {
                follow(entry.path("entry").asString(), broken);
            }
        }
        return broken;
    }

    private void follow(String name, List<String> broken) throws IOException, InterruptedException {
        String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8);
        JsonNode entry = api.get(BASE + "entries?entry=" + encoded).path("entries").path(0);
        JsonNode leg = api.get(BASE + "legs/" + entry.path("uetr").asString());
        JsonNode side = leg.path("positions").path(0);
        JsonNode position = api.get(position(leg, side));
        JsonNode part = position.path("statements").path(0);
        String statement = part.path("statement").asString();
        String lines = BASE + "statements/" + statement + "/lines";
        JsonNode line = api.get(lines).path("lines").path(0);
        JsonNode event =
                api.get(lines + "/" + line.path("line").asInt() + "/events?limit=1")
                        .path("events")
                        .path(0);
        JsonNode usage = api.get(BASE + "usage/" + event.path("position").asString());
        JsonNode up =
                api.get(
                        BASE
                                + "statements/"
                                + usage.path("statement").asString()
                                + "/lines/"
                                + usage.path("line").asInt());
        boolean isBack =
                usage.path("id").asString().equals(event.path("id").asString())
                        && up.equals(line)
                        && has(up.path("positions"), "operator", side.path("operator"))
                        && has(position.path("legs"), "uetr", leg.path("uetr"))
                        && has(leg.path("entries"), "entry", entry.path("entry"));
        if (!isBack || name.isEmpty()) {
            broken.add(name);
        }
    }

    private static String position(JsonNode leg, JsonNode side) {
        return BASE
                + "windows/"
                + leg.path("window").asString()
                + "/positions/"
                + side.path("operator").asString()
                + "/"
                + side.path("asset").asString();
    }

    private static boolean has(JsonNode list, String member, JsonNode wanted) {
        for (JsonNode one : list) {
            if (one.path(member).equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
