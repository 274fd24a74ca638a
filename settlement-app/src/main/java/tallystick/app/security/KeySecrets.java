package tallystick.app.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** Secrets that a node makes for itself and keeps in its directory, readable by its owner alone. */
public final class KeySecrets {

    private static final int BYTES = 32;

    private KeySecrets() {}

    /** The secret in a file, made when it is missing: 32 random bytes. */
    public static byte[] of(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != BYTES) {
                throw new IllegalStateException(file + " must have " + BYTES + " bytes");
            }
            return secret;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot use " + file, failure);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Path fresh =
                Files.createTempFile(
                        directory,
                        "secret",
                        null,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.write(fresh, secret);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
