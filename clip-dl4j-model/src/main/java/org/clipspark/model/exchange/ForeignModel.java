package org.clipspark.model.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/**
 * A model file of another program: safetensors, or the zip archive of {@code torch.save}, under the names of open_clip,
 * OpenAI or Hugging Face's transformers. Names are mapped to the model's, element types converted to single precision;
 * nothing in the file is ever executed.
 */
public final class ForeignModel {
    private static final byte[] ARCHIVE = {'P', 'K', 3, 4};

    private final Path file;
    private final TensorSource source;

    private ForeignModel(Path file, TensorSource source) {
        this.file = file;
        this.source = source;
    }

    /** Tensors that make up one parameter, by their names in the file. */
    private record Match(ParameterLayout.Entry entry, Map<String, Placement> pieces) {
        static Match of(ParameterLayout.Entry entry) {
            return new Match(entry, new LinkedHashMap<>());
        }

        boolean isWhole() {
            return pieces.values().stream().allMatch(piece -> piece.parts() == pieces.size());
        }
    }

    /**
     * Opens a file and checks its header.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged
     */
    public static ForeignModel open(Path file) {
        return new ForeignModel(
                file, isArchive(file) ? TorchArchive.open(file) : TensorSource.of(SafetensorsFile.open(file)));
    }

    private static boolean isArchive(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(ARCHIVE.length), ARCHIVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e, e);
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Hexadecimal SHA-256 of the file, to tell later which weights these were.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public String sha256() {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] slice = new byte[1 << 16];
            for (int count = in.read(slice); count >= 0; count = in.read(slice)) {
                digest.update(slice, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /**
     * Reads what fits into the parameters of a model and reports the rest.
     *
     * @param parameters {@code [layout.size()]}; elements of parameters that the file lacks keep their values
     * @throws IllegalArgumentException if the vector is not of the layout's size
     * @throws UncheckedIOException if the data cannot be read
     */
    public ImportReport read(ParameterLayout layout, FloatVector parameters) {
        if (parameters.size() != layout.size()) {
            throw new IllegalArgumentException(
                    "A vector of " + parameters.size() + " floats does not fit a layout of " + layout.size());
        }
        Map<String, Match> matches = new LinkedHashMap<>();
        ImportReport report = match(layout, matches);
        Map<String, FloatVector> targets = new LinkedHashMap<>();
        Map<ParameterLayout.Entry, float[]> transposed = new LinkedHashMap<>();
        for (Match match : matches.values()) {
            match.pieces().forEach((name, piece) -> {
                if (match.isWhole()) {
                    targets.put(name, target(match.entry(), piece, parameters, transposed));
                }
            });
        }
        source.read(targets);
        transposed.forEach((entry, values) -> writeTransposed(entry, values, parameters));
        return report;
    }

    /**
     * As {@link #read(ParameterLayout, FloatVector)}, making tables of positions of another size fit.
     *
     * @param positions how
     * @throws IllegalArgumentException if the vector is not of the layout's size
     * @throws UncheckedIOException if the data cannot be read
     */
    public ImportReport read(ParameterLayout layout, FloatVector parameters, PositionTables positions) {
        FittedTensors fitted = new FittedTensors(source, positions, layout);
        return new ForeignModel(file, fitted).read(layout, parameters).withResized(fitted.resized());
    }

    private ImportReport match(ParameterLayout layout, Map<String, Match> matches) {
        List<String> unexpected = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Set<String> badly = new HashSet<>();
        TensorNames names = TensorNames.of(source.shapes().keySet(), layout);
        source.shapes().forEach((name, shape) -> {
            Placement place = names.place(name);
            Optional<Match> match = layout.find(place.parameter())
                    .map(entry -> matches.computeIfAbsent(entry.name(), key -> Match.of(entry)))
                    .filter(found -> !found.pieces().containsValue(place));
            if (match.isEmpty()) {
                if (!names.isBuffer(name)) {
                    unexpected.add(name);
                }
            } else if (place.fits(shape, match.get().entry().shape())) {
                match.get().pieces().put(name, place);
            } else {
                misshapen.add(
                        difference(name, shape, place.wanted(match.get().entry().shape())));
                badly.add(place.parameter());
            }
        });
        badly.forEach(matches::remove);
        return new ImportReport(names.scheme(), missing(layout, matches, badly), unexpected, List.of(), misshapen);
    }

    private static List<String> missing(ParameterLayout layout, Map<String, Match> matches, Set<String> badly) {
        return layout.entries().stream()
                .map(entry -> matches.getOrDefault(entry.name(), Match.of(entry)))
                .filter(match -> match.pieces().isEmpty() || !match.isWhole())
                .map(match -> match.entry().name())
                .filter(name -> !badly.contains(name))
                .toList();
    }

    private static String difference(String name, Shape found, Shape wanted) {
        return name + " has shape " + found + ", the model's is " + wanted;
    }

    private static FloatVector target(
            ParameterLayout.Entry entry,
            Placement piece,
            FloatVector parameters,
            Map<ParameterLayout.Entry, float[]> transposed) {
        long size = entry.shape().size() / piece.parts();
        if (piece.form() == Placement.Form.TRANSPOSED) {
            float[] values = new float[Math.toIntExact(size)];
            transposed.put(entry, values);
            return FloatVector.of(values);
        }
        return parameters.slice(entry.offset() + piece.part() * size, size);
    }

    private static void writeTransposed(ParameterLayout.Entry entry, float[] values, FloatVector parameters) {
        int rows = (int) entry.shape().dimension(0);
        int columns = (int) entry.shape().dimension(1);
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                row[c] = values[c * rows + r];
            }
            parameters.write(entry.offset() + (long) r * columns, row, 0, columns);
        }
    }
}
