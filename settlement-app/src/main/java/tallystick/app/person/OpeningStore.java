package tallystick.app.person;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Openings by person, deletable: {@code DIR/persons/<person>} has them, encrypted with AES-256-GCM
 * under the person's own key, {@code DIR/keys/persons/<person>}. Both are written whole and forced
 * before anything refers to them; deleting overwrites both, forces that, and removes them. A backup
 * of one directory without the other opens nothing.
 */
final class OpeningStore {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String PERSON = "[a-z]{3}_[0-9a-z]{1,64}";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path openings;
    private final Path keys;
    private final SecureRandom random = new SecureRandom();
    private final JsonMapper json = JsonMapper.builder().build();

    private record Fields(List<Opening> openings) {}

    /**
     * @param data the node's directory
     */
    OpeningStore(Path data) {
        openings = data.resolve("persons");
        keys = data.resolve("keys").resolve("persons");
        try {
            Files.createDirectories(openings);
            Files.createDirectories(keys);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot keep openings", unwritable);
        }
    }

    /** Everybody it has openings of. */
    List<String> persons() {
        try (Stream<Path> files = Files.list(openings)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(PERSON))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read openings", unreadable);
        }
    }

    /** Whether it has openings of somebody. */
    boolean has(String person) {
        return person.matches(PERSON) && Files.exists(openings.resolve(person));
    }

    /**
     * A person's openings, none when there are none or they were deleted.
     *
     * @throws IllegalStateException when they were changed, or the key is another
     */
    synchronized List<Opening> read(String person) {
        if (!person.matches(PERSON)) {
            return List.of();
        }
        byte[] sealed = bytes(openings.resolve(person));
        byte[] key = bytes(keys.resolve(person));
        if (sealed == null || key == null) {
            return List.of();
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, person);
            byte[] plain = cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            return json.readValue(plain, Fields.class).openings();
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("the openings of " + person + " are damaged", damaged);
        }
    }

    /** Adds openings of a person; durable on return. */
    synchronized void add(String person, List<Opening> more) {
        if (!person.matches(PERSON)) {
            throw new IllegalArgumentException("no id of a person: " + person);
        }
        List<Opening> all = new ArrayList<>(read(person));
        all.addAll(more);
        byte[] key = bytes(keys.resolve(person));
        try {
            if (key == null) {
                key = new byte[KEY_BYTES];
                random.nextBytes(key);
                put(keys.resolve(person), key);
            }
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, person)
                            .doFinal(json.writeValueAsBytes(new Fields(all)));
            put(
                    openings.resolve(person),
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                            .put(nonce)
                            .put(sealed)
                            .array());
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot keep openings", unwritable);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has AES-GCM", impossible);
        }
    }

    /** Deletes key and openings for good; nothing happens when there are none. */
    synchronized void delete(String person) {
        if (!person.matches(PERSON)) {
            return;
        }
        try {
            shred(keys.resolve(person));
            shred(openings.resolve(person));
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot delete openings", unwritable);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String person)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD(person.getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }

    private static byte @Nullable [] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            return null;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read openings", unreadable);
        }
    }

    /** Whole or not at all. */
    private static void put(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OWNER_ONLY);
        write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        force(file);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void shred(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        write(file, new byte[Math.toIntExact(Files.size(file))]);
        Files.delete(file);
        force(file);
    }

    private static void force(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
