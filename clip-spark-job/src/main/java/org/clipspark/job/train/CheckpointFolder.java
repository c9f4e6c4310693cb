package org.clipspark.job.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folder of a run's checkpoints, on any file system that Hadoop can write. */
final class CheckpointFolder {
    /** Names of checkpoints: in the order of their names they are in the order of time. */
    private static final Pattern NAME = Pattern.compile("epoch-\\d{4,9}(-batch-\\d{8,18})?");

    private static final String BEST = "best.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileSystem fileSystem;
    private final Path folder;

    CheckpointFolder(String folder, Configuration hadoop) {
        this.folder = new Path(folder);
        try {
            this.fileSystem = this.folder.getFileSystem(hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot reach " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The checkpoint that measured best.
     *
     * @param name its name
     * @param metric what was measured
     * @param value its value
     */
    record Best(String name, String metric, double value) {}

    /** Names of the checkpoints, the newest first. */
    List<String> newestFirst() {
        List<String> names = new ArrayList<>();
        try {
            for (FileStatus status : fileSystem.listStatus(folder)) {
                if (NAME.matcher(status.getPath().getName()).matches()) {
                    names.add(status.getPath().getName());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
        // An epoch that grows by a digit comes behind the shorter names.
        names.sort(Comparator.comparingInt(CheckpointFolder::epoch)
                .thenComparing(Comparator.naturalOrder())
                .reversed());
        return names;
    }

    private static int epoch(String name) {
        return Integer.parseInt(name.split("-", -1)[1]);
    }

    /** Where a checkpoint of that name lies. */
    String location(String name) {
        return folder + "/" + name;
    }

    /** Deletes a checkpoint, if it is there. */
    void delete(String name) {
        try {
            fileSystem.delete(new Path(folder, name), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + location(name) + ": " + e.getMessage(), e);
        }
    }

    /** Deletes all but the newest and the best; 0 keeps all. */
    void keepNewest(int count) {
        List<String> names = newestFirst();
        if (count == 0 || names.size() <= count) {
            return;
        }
        String best = best().map(Best::name).orElse("");
        names.subList(count, names.size()).stream()
                .filter(name -> !name.equals(best))
                .forEach(this::delete);
    }

    /** The best so far, empty where nothing was measured. */
    Optional<Best> best() {
        Path file = new Path(folder, BEST);
        try {
            if (!fileSystem.exists(file)) {
                return Optional.empty();
            }
            try (InputStream in = fileSystem.open(file)) {
                JsonNode node = JSON.readTree(in);
                return Optional.of(new Best(
                        node.path("checkpoint").asText(),
                        node.path("metric").asText(),
                        node.path("value").asDouble()));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot read " + file + ": it is damaged; delete it", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Remembers the best. */
    void remember(Best best) {
        Path file = new Path(folder, BEST);
        Path temporary = new Path(folder, "." + BEST + ".tmp");
        try {
            try (OutputStream out = fileSystem.create(temporary, true)) {
                out.write(JSON.writeValueAsBytes(JSON.createObjectNode()
                        .put("checkpoint", best.name())
                        .put("metric", best.metric())
                        .put("value", best.value())));
            }
            // Hadoop's rename replaces nothing; a best that is lost between the two is measured again.
            fileSystem.delete(file, false);
            fileSystem.rename(temporary, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
