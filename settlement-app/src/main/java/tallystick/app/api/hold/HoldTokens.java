package tallystick.app.api.hold;

import java.util.ArrayList;
import java.util.List;
import tallystick.app.api.RequestFields;
import tallystick.domain.usage.TokenClass;

/** Token counts of a hold's messages, in the nested classes that usage records have. */
final class HoldTokens {

    private HoldTokens() {}

    /** The input classes of {@code estimate}: six counts, 0 for those left away. */
    static List<Long> estimate(RequestFields estimate) {
        List<Long> counts = new ArrayList<>();
        RequestFields input = estimate.object("input");
        TokenClass.ALL.stream()
                .filter(TokenClass::isInput)
                .forEach(tokenClass -> counts.add(input.countOrZero(member(tokenClass))));
        return counts;
    }

    /** The classes of {@code used}: one count per class, 0 for those left away. */
    static List<Long> used(RequestFields used) {
        RequestFields input = used.objectOrNull("input");
        RequestFields output = used.objectOrNull("output");
        List<Long> counts = new ArrayList<>();
        for (TokenClass tokenClass : TokenClass.ALL) {
            RequestFields parent =
                    tokenClass.isInput() ? input : tokenClass.isOutput() ? output : used;
            counts.add(parent == null ? 0 : parent.countOrZero(member(tokenClass)));
        }
        return counts;
    }

    private static String member(TokenClass tokenClass) {
        String name = tokenClass.wireName();
        return name.substring(name.indexOf('.') + 1);
    }
}
