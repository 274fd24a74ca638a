package tallystick.app.evidence;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects by their SHA-256, in a file a UTC day, compressed. What is kept is on disk when {@link
 * #keep} returns; callers that come together share one force. A day's file is deleted when its
 * retention is over. (Domain rules §3.2: the hash is in the event, the object here.)
 */
public final class EvidenceStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);

    private static final String SUFFIX = ".evidence";

    private final Path directory;
    private final int retentionDays;
    private final Clock clock;

    private @Nullable EvidenceDay today;

    /**
     * @param directory made when it is missing
     * @param retentionDays days that a day's objects are kept after it, 1 or more
     * @param clock what day it is
     */
    public EvidenceStore(Path directory, int retentionDays, Clock clock) {
        if (retentionDays < 1) {
            throw new IllegalArgumentException("retention must be 1 day or more");
        }
        this.directory = directory;
        this.retentionDays = retentionDays;
        this.clock = clock;
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep evidence in " + directory, failure);
        }
        deleteOld();
    }

    /**
     * Keeps objects; one that is there already stays as it is.
     *
     * @throws EvidenceStoreException when they are not on disk; keeping them again is safe
     */
    public void keep(Collection<byte[]> objects) {
        if (objects.isEmpty()) {
            return;
        }
        EvidenceDay day = today();
        long put =
                day.put(
                        objects.stream()
                                .collect(
                                        toMap(
                                                each -> name(sha256(each)),
                                                each -> each,
                                                (same, _) -> same)));
        day.force(put);
    }

    /** A day's file that failed is not gone on with: it is opened anew. */
    private synchronized EvidenceDay today() {
        LocalDate now = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        EvidenceDay open = today;
        if (open != null && open.isOf(now)) {
            return open;
        }
        if (open != null) {
            open.close();
            deleteOld();
        }
        today = null;
        try {
            open = new EvidenceDay(now, file(now));
        } catch (RuntimeException failure) {
            LOG.warn("evidence cannot be kept in {}", file(now), failure);
            throw new EvidenceStoreException("evidence was not kept", failure);
        }
        today = open;
        return open;
    }

    /**
     * The object of a hash, null when it is not there or no more.
     *
     * @param from the first UTC day it may have been kept on
     */
    public synchronized byte @Nullable [] find(byte[] sha256, LocalDate from) {
        String name = name(sha256);
        for (LocalDate each : days().tailSet(from, true)) {
            byte[] object = find(name, each);
            if (object != null) {
                return object;
            }
        }
        return null;
    }

    private byte @Nullable [] find(String name, LocalDate of) {
        EvidenceDay open = today;
        return open != null && open.isOf(of)
                ? open.find(name)
                : EvidenceDay.findClosed(file(of), name);
    }

    private void deleteOld() {
        LocalDate first =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(retentionDays);
        for (LocalDate each : days().headSet(first, false)) {
            try {
                Files.deleteIfExists(file(each));
                LOG.info("evidence of {} is no longer kept", each);
            } catch (IOException failure) {
                LOG.warn("evidence of {} cannot be deleted", each, failure);
            }
        }
    }

    private NavigableSet<LocalDate> days() {
        NavigableSet<LocalDate> days = new TreeSet<>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String text = file.getFileName().toString();
                days.add(LocalDate.parse(text.substring(0, text.length() - SUFFIX.length())));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + directory, failure);
        } catch (DateTimeParseException foreign) {
            throw new IllegalStateException("not a file of evidence: " + directory, foreign);
        }
        return days;
    }

    private Path file(LocalDate of) {
        return directory.resolve(of + SUFFIX);
    }

    private static String name(byte[] sha256) {
        return HexFormat.of().formatHex(sha256);
    }

    private static byte[] sha256(byte[] object) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(object);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    @Override
    public synchronized void close() {
        EvidenceDay open = today;
        today = null;
        if (open != null) {
            open.close();
        }
    }
}
