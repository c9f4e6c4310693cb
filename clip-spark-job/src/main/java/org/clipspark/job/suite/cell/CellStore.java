package org.clipspark.job.suite.cell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.WholeFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of a suite in a folder that Hadoop can write. A cell exists once its JSON file does, which is written after
 * everything that belongs to it.
 */
public final class CellStore {
    /** Folder of the cells within the output folder. */
    public static final String CELLS = "cells";

    private static final Logger log = LoggerFactory.getLogger(CellStore.class);
    private static final String CELL = ".json";
    private static final String OUTCOMES = ".outcomes.jsonl.gz";
    private static final String THUMBNAILS = ".thumbnails.json";
    /** Data set, model, checkpoint, language. */
    private static final int LEVELS = 4;

    private final Path folder;
    private final Configuration hadoop;

    /**
     * Opens a folder of results, whether it exists or not.
     *
     * @param output the suite's output folder: a path, or an address that Hadoop can open
     */
    public CellStore(String output, Configuration hadoop) {
        this.folder = new Path(output, CELLS);
        this.hadoop = hadoop;
    }

    /**
     * Writes a cell with all that belongs to it, or replaces it.
     *
     * @param outcomes of every query
     * @param thumbnails image by key of those that its findings name, each a {@code data:} address
     * @throws UncheckedIOException if it cannot be written
     */
    public void save(Cell cell, List<Outcome> outcomes, Map<String, String> thumbnails) {
        CellAddress address = cell.address();
        // The cell first: none may be there whose outcomes are another one's.
        List.of(CELL, OUTCOMES, THUMBNAILS).forEach(ending -> delete(file(address, ending)));
        WholeFile.write(file(address, OUTCOMES), OutcomeFile.format(outcomes), hadoop);
        WholeFile.write(file(address, THUMBNAILS), json(new TreeMap<>(thumbnails)), hadoop);
        WholeFile.write(file(address, CELL), json(CellFormat.tree(cell)), hadoop);
    }

    /** The cell at an address; empty if there is none, or a damaged one, which is logged. */
    public Optional<Cell> find(CellAddress address) {
        try {
            return WholeFile.read(file(address, CELL), hadoop)
                    .map(CellFormat::parse)
                    .filter(cell -> cell.address().equals(address));
        } catch (IllegalArgumentException e) {
            return damaged(address, e);
        } catch (UncheckedIOException e) {
            // Anything else may be a fault of the network, and is no reason to compute a cell anew.
            if (e.getCause() instanceof ChecksumException) {
                return damaged(address, e);
            }
            throw e;
        }
    }

    private static Optional<Cell> damaged(CellAddress address, RuntimeException reason) {
        log.warn("cell={} is damaged and counts as missing: {}", address, reason.getMessage());
        return Optional.empty();
    }

    private void delete(Path file) {
        try {
            file.getFileSystem(hadoop).delete(file, false);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot replace " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * All cells, in the order of their addresses; none where the folder does not exist.
     *
     * @throws UncheckedIOException if one cannot be read; the message says which
     */
    public List<Cell> all() {
        List<Path> files = new ArrayList<>();
        try {
            list(folder, LEVELS, files);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
        return files.stream()
                .map(file -> read(file, hadoop))
                .sorted(Comparator.comparing(cell -> cell.address().path()))
                .toList();
    }

    /**
     * Reads the file of a cell.
     *
     * @throws UncheckedIOException if there is none or it is damaged
     */
    public static Cell read(Path file, Configuration hadoop) {
        byte[] content = WholeFile.read(file, hadoop)
                .orElseThrow(() ->
                        new UncheckedIOException("No result at " + file, new FileNotFoundException(file.toString())));
        try {
            return CellFormat.parse(content);
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file + ": " + e.getMessage() + "; delete it and evaluate again",
                    new IOException(e));
        }
    }

    /**
     * Outcomes of a cell.
     *
     * @throws UncheckedIOException if they are missing or damaged
     */
    public List<Outcome> outcomes(CellAddress address) {
        Path file = file(address, OUTCOMES);
        try {
            return OutcomeFile.parse(
                    WholeFile.read(file, hadoop).orElseThrow(() -> new FileNotFoundException("it is missing")));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file + ": " + e.getMessage() + "; evaluate with --no-skip-existing", e);
        }
    }

    /** Images by key, for the findings of a cell; empty where they are missing. */
    public Map<String, String> thumbnails(CellAddress address) {
        Path file = file(address, THUMBNAILS);
        Optional<byte[]> content = WholeFile.read(file, hadoop);
        if (content.isEmpty()) {
            return Map.of();
        }
        try {
            return CellFormat.JSON.readValue(content.get(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage() + "; delete it", e);
        }
    }

    private void list(Path at, int levels, List<Path> files) throws IOException {
        FileSystem fileSystem = at.getFileSystem(hadoop);
        FileStatus[] found;
        try {
            found = fileSystem.listStatus(at);
        } catch (FileNotFoundException e) {
            return;
        }
        for (FileStatus status : Arrays.stream(found)
                .filter(each -> !each.getPath().getName().startsWith("."))
                .toList()) {
            if (levels > 0 && status.isDirectory()) {
                list(status.getPath(), levels - 1, files);
            } else if (levels == 0 && isCell(status.getPath().getName())) {
                files.add(status.getPath());
            }
        }
    }

    private static boolean isCell(String name) {
        return name.endsWith(CELL) && !name.endsWith(THUMBNAILS);
    }

    private Path file(CellAddress address, String ending) {
        return new Path(folder, address.path() + ending);
    }

    private static byte[] json(Object value) {
        try {
            return CellFormat.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result is always JSON", e);
        }
    }
}
