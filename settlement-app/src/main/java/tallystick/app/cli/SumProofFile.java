package tallystick.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tallystick.domain.money.Pico;
import tallystick.domain.settlement.Sha256;
import tallystick.domain.settlement.SumLeaf;
import tallystick.domain.settlement.SumNode;
import tallystick.domain.settlement.SumProof;
import tallystick.domain.settlement.SumRoot;
import tallystick.domain.settlement.SumScope;
import tools.jackson.databind.JsonNode;

/**
 * One holder's proof of one total, as the API answers it.
 *
 * @param root what is published
 * @param holder whose amounts
 * @param parts one proof per leaf of the holder
 */
record SumProofFile(SumRoot root, String holder, List<SumProof> parts) {

    /**
     * All proofs of an answer.
     *
     * @throws IllegalArgumentException when it is none, or a published total cannot be one
     */
    static List<SumProofFile> parse(JsonNode answer) {
        List<SumProofFile> proofs = new ArrayList<>();
        for (JsonNode proof : answer.path("proofs")) {
            String holder = text(proof, "holder");
            List<SumProof> parts = new ArrayList<>();
            for (JsonNode part : proof.path("parts")) {
                parts.add(part(part, holder));
            }
            proofs.add(new SumProofFile(root(proof.path("root")), holder, parts));
        }
        if (proofs.isEmpty()) {
            throw new IllegalArgumentException("there are no proofs in it");
        }
        return proofs;
    }

    /** A root as answers and documents have it. */
    static SumRoot root(JsonNode root) {
        String kind = text(root, "kind").toUpperCase(Locale.ROOT);
        return new SumRoot(
                new SumScope(SumScope.Kind.valueOf(kind), text(root, "of"), text(root, "asset")),
                Sha256.ofHex(text(root, "hash")),
                signed(text(root, "total")),
                Long.parseLong(text(root, "leaves")));
    }

    private static SumProof part(JsonNode part, String holder) {
        List<SumProof.Step> steps = new ArrayList<>();
        for (JsonNode step : part.path("steps")) {
            steps.add(
                    new SumProof.Step(
                            new SumNode(
                                    Sha256.ofHex(text(step, "hash")),
                                    signed(text(step, "sum")),
                                    Long.parseLong(text(step, "leaves"))),
                            text(step, "side").equals("left")));
        }
        return new SumProof(
                new SumLeaf(
                        holder,
                        part.path("part").asInt(-1),
                        signed(text(part, "amount")),
                        Sha256.ofHex(text(part, "salt"))),
                steps);
    }

    private static Pico signed(String decimal) {
        return decimal.startsWith("-")
                ? Pico.ZERO.minus(Pico.parse(decimal.substring(1)))
                : Pico.parse(decimal);
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isString()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.asString();
    }

    /** What is wrong, null when the holder's amounts are inside the total. */
    @Nullable String fault() {
        TreeSet<Integer> seen = new TreeSet<>();
        for (SumProof proof : parts) {
            SumProof.Verdict verdict = proof.verify(root);
            if (verdict != SumProof.Verdict.PROVED) {
                return "part %d: %s"
                        .formatted(
                                proof.leaf().part(),
                                switch (verdict) {
                                    case BAD_SUM -> "an amount or a sum is one that no total has";
                                    case OTHER_TOTAL -> "it adds up to another total";
                                    case OTHER_HASH -> "it leads to another root";
                                    case PROVED -> "proved";
                                });
            }
            if (!seen.add(proof.leaf().part())) {
                return "part " + proof.leaf().part() + " is there twice";
            }
        }
        return parts.isEmpty() ? "it has no parts" : null;
    }

    /** Σ of the holder's leaves. */
    Pico amount() {
        Pico sum = Pico.ZERO;
        for (SumProof part : parts) {
            sum = sum.plus(part.leaf().amount());
        }
        return sum;
    }
}
