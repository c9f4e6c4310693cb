package org.clipspark.job.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in a run's folder that says who works there. Its owner touches it every ten seconds; one that was not touched for a
 * minute, or whose process on this machine is gone, is left behind and taken over.
 */
final class RunLock implements AutoCloseable {
    static final String FILE = "run.lock";
    private static final Logger log = LoggerFactory.getLogger(RunLock.class);
    private static final Duration TOUCH = Duration.ofSeconds(10);
    private static final Duration STALE = Duration.ofSeconds(60);

    private final Path folder;
    private final Path file;
    private final String text;
    private final Clock clock;
    private final Ticker ticker;

    private RunLock(Path folder, Path file, String text, Clock clock) {
        this.folder = folder;
        this.file = file;
        this.text = text;
        this.clock = clock;
        this.ticker = new Ticker("clip-run-lock", TOUCH, this::touch);
    }

    /**
     * Takes the lock of a folder, which is made if it is not there.
     *
     * @throws UncheckedIOException if another run has it, with its owner and the age of its last sign of life; or if the
     *     folder cannot be written
     */
    static RunLock take(Path folder, Clock clock) {
        Path file = folder.resolve(FILE);
        try {
            String text = owner() + " " + UUID.randomUUID();
            Files.createDirectories(folder);
            removeStale(file, clock);
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
            return new RunLock(folder, file, text, clock);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new UncheckedIOException("Cannot create run.directory " + folder + ": a file is in its place", e);
            }
            throw inUse(file, clock, e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare run.directory " + folder + ": " + e, e);
        }
    }

    /** The folder. */
    Path folder() {
        return folder;
    }

    private static String owner() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        return InetAddress.getLocalHost().getHostName() + " " + self.pid() + " " + started(self);
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static void removeStale(Path file, Clock clock) throws IOException {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            if (age(file, clock).compareTo(STALE) > 0 || isDead(text)) {
                // Of several that want to take over, one moves the file away and the others find none.
                Path aside = file.resolveSibling("." + FILE + "." + UUID.randomUUID());
                Files.move(file, aside);
                Files.delete(aside);
                log.warn("Took over {}, left behind by {}", file, describe(text));
            }
        } catch (NoSuchFileException e) {
            log.debug("{} is free", file);
        }
    }

    private static Duration age(Path file, Clock clock) throws IOException {
        return Duration.between(Files.getLastModifiedTime(file).toInstant(), clock.instant());
    }

    private static boolean isDead(String text) throws IOException {
        String[] words = text.split(" ", -1);
        if (words.length != 4 || !words[0].equals(InetAddress.getLocalHost().getHostName())) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(words[1]))
                .filter(process -> String.valueOf(started(process)).equals(words[2]))
                .isEmpty();
    }

    private static String describe(String text) {
        String[] words = text.split(" ", -1);
        return words.length == 4 ? "process " + words[1] + " on " + words[0] : "an unknown process";
    }

    private static UncheckedIOException inUse(Path file, Clock clock, IOException cause) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return new UncheckedIOException(
                    "run.directory " + file.getParent() + " is in use by " + describe(text) + ", last sign of life "
                            + age(file, clock).toSeconds() + " s ago: wait for it, stop it or choose another folder",
                    cause);
        } catch (IOException e) {
            return new UncheckedIOException("run.directory " + file.getParent() + " is in use by another run", e);
        }
    }

    private void touch() {
        try {
            Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        } catch (IOException e) {
            log.warn("Cannot touch {}: another run may take the folder over", file, e);
        }
    }

    @Override
    public void close() {
        ticker.close();
        try {
            if (Files.exists(file)
                    && Files.readString(file, StandardCharsets.UTF_8).equals(text)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn("Cannot remove {}; it is stale in a minute", file, e);
        }
    }
}
