package tallystick.app.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Verifies webhooks as a receiver in another language does: with the openssl command. */
public final class OpenSsl {

    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final Path directory;

    /**
     * @param directory for files of its own
     */
    public OpenSsl(Path directory) {
        this.directory = directory;
    }

    /** Whether one of the signatures of a header is right. */
    public boolean verifies(String key, String header, String id, String timestamp, byte[] body)
            throws IOException, InterruptedException {
        for (String signature : header.split(" ", -1)) {
            if (verifiesOne(key, signature, id, timestamp, body)) {
                return true;
            }
        }
        return false;
    }

    private boolean verifiesOne(
            String key, String signature, String id, String timestamp, byte[] body)
            throws IOException, InterruptedException {
        Path content = directory.resolve("content");
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.write((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        signed.write(body);
        Files.write(content, signed.toByteArray());
        byte[] material = Base64.getDecoder().decode(key.substring(key.indexOf('_') + 1));
        if (key.startsWith("whsec_")) {
            Path out = directory.resolve("mac");
            int code =
                    run(
                            "openssl",
                            "dgst",
                            "-sha256",
                            "-mac",
                            "HMAC",
                            "-macopt",
                            "hexkey:" + HexFormat.of().formatHex(material),
                            "-binary",
                            "-out",
                            out.toString(),
                            content.toString());
            String expected = "v1," + Base64.getEncoder().encodeToString(Files.readAllBytes(out));
            return code == 0 && expected.equals(signature);
        }
        if (!signature.startsWith("v1a,")) {
            return false;
        }
        Path publicKey = directory.resolve("public.der");
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(ED25519_SPKI);
        der.write(material);
        Files.write(publicKey, der.toByteArray());
        Path bytes = directory.resolve("signature");
        Files.write(bytes, Base64.getDecoder().decode(signature.substring(4)));
        return run(
                        "openssl",
                        "pkeyutl",
                        "-verify",
                        "-pubin",
                        "-keyform",
                        "DER",
                        "-inkey",
                        publicKey.toString(),
                        "-rawin",
                        "-in",
                        content.toString(),
                        "-sigfile",
                        bytes.toString())
                == 0;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
